import { expect, test } from '@jest/globals';
import { gitUser } from '../../src/disk/git-user.ts';
import { originOf, parseOrigin } from '../../src/disk/read-origin.ts';
import { processorMs } from '../processor-time.ts';
import { tempFolder, tempRepository } from './temp-folder.ts';

test.each([
  ['https://github.com/acme/ops', 'acme/ops'],
  ['https://github.com/acme/ops.git', 'acme/ops'],
  ['https://github.com/acme/ops/', 'acme/ops'],
  ['https://x-access-token:ghs_secret@github.com/acme/ops.git', 'acme/ops'],
  ['https://user@ghe.example.com:8443/acme/ops.git', 'acme/ops'],
  ['http://ghe/acme/ops', 'acme/ops'],
  ['git@github.com:acme/ops.git', 'acme/ops'],
  ['org-123@github.com:acme/ops.git', 'acme/ops'],
  ['github.com:acme/ops', 'acme/ops'],
  ['ssh://git@github.com/acme/ops.git', 'acme/ops'],
  ['ssh://git@ssh.github.com:443/acme/ops.git', 'acme/ops'],
  ['git://github.com/acme/ops.git', 'acme/ops'],
  ['https://github.com/Acme-Corp/.github', 'Acme-Corp/.github'],
  ['https://github.com/acme/ops.docs.git', 'acme/ops.docs'],
  ['https://github.com/someone_acme/ops', 'someone_acme/ops'],
  ['', null],
  ['/srv/git/acme/ops.git', null],
  ['../ops.git', null],
  ['file:///srv/acme/ops.git', null],
  ['C:\\git\\ops', null],
  ['C:/git/ops', null],
  ['https://github.com/acme', null],
  ['https://github.com/acme/..', null],
  ['https://gitlab.example.com/group/sub/ops.git', null],
  ['https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/ops', null],
  ['https://github.com/acme/ops?x=1', null],
  ['https://github.com/ac me/ops', null],
  ['javascript:alert(1)//acme/ops', null],
])('%j is %j', (url, name) => {
  expect(parseOrigin(url)).toEqual(name === null ? null : { name, organisation: name.split('/')[0] });
});

test('an address of a megabyte is refused at once', () => {
  const taken = processorMs(() => {
    for (const part of ['a', '/', ':', '@', '.', 'a/', '@a:']) {
      expect(parseOrigin(`https://${part.repeat(1_000_000 / part.length)}!`)).toBeNull();
      expect(parseOrigin(`${part.repeat(1_000_000 / part.length)}!`)).toBeNull();
    }
  });
  expect(taken).toBeLessThan(5_000);
});

test('the origin is asked from git, which knows its short forms', async () => {
  const folder = tempRepository();
  expect(await originOf(folder.path)).toBeNull();
  folder.git('config', 'url.https://github.com/.insteadOf', 'gh:');
  folder.git('remote', 'add', 'origin', 'gh:acme/ops');
  expect(await originOf(folder.path)).toEqual({ name: 'acme/ops', organisation: 'acme' });
});

test('a plain folder has no origin', async () => {
  expect(await originOf(tempFolder().path)).toBeNull();
});

test('who works here is what git says', async () => {
  const folder = tempRepository();
  folder.git('config', 'user.email', 'ann@example.com');
  folder.git('config', 'github.user', 'ann');
  expect(await gitUser(folder.path)).toEqual({ github: 'ann', email: 'ann@example.com' });
});
