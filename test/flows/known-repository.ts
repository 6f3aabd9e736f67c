// test/flows: writes down a repository as the catalog does.
import type { Store } from '../../src/store/store.ts';
import { fullName, type Repository } from '../stand-in/world.ts';

/** The store knows `repository` then, as one of the installation's. */
export async function knownRepository(store: Store, installation: number, repository: Repository): Promise<void> {
  const [owner = '', name = ''] = fullName(repository).split('/');
  const account = { id: installation, account: owner, is_organisation: true, permissions: 'null' };
  await store.db
    .insertInto('installations')
    .values(account)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await store.db
    .insertInto('repositories')
    .values({ id: repository.id, installation_id: installation, owner, name, default_branch: repository.defaultBranch })
    .execute();
}
