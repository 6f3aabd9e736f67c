// test/stand-in/happen: a pull request is closed, by a person or because its branch is gone.
import { adminAuthorization } from '../emulator.ts';
import { type Engine, timeOf } from '../engine.ts';
import { tellPull } from '../events.ts';
import { type Account, fullName, type Pull } from '../world.ts';

const target = ({ repository, number }: Pick<Pull, 'repository' | 'number'>) =>
  `/repos/${fullName(repository)}/issues/${number}`;

/** Tells the emulator, which keeps the issue that the pull request also is. */
export async function mirrorState(engine: Engine, pull: Pull): Promise<void> {
  await engine.emulator.ask('PATCH', target(pull), adminAuthorization, { state: pull.state });
}

export async function closePull(engine: Engine, pull: Pull, sender: Account): Promise<void> {
  if (pull.state === 'closed') return;
  pull.state = 'closed';
  pull.closedAt = timeOf(engine);
  pull.updatedAt = pull.closedAt;
  await mirrorState(engine, pull);
  await tellPull(engine, 'closed', pull, sender);
}
