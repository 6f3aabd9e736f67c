// scripts: `npm run picture:check-run` draws docs/pictures/check-run.png: a failed check run of the demo, rendered as GitHub shows it.
import type { CheckRun } from '../test/stand-in/world.ts';
import { createExample, EXAMPLE_DAY, EXAMPLE_PEOPLE, tellExample } from './demo-example.ts';
import { startDemoWorld } from './demo-world.ts';
import { drawCheckRun } from './draw-check-run.ts';

/** The demo's first check run that fails and has a button. */
async function failedRun(): Promise<CheckRun> {
  const world = await startDemoWorld(EXAMPLE_PEOPLE, () => EXAMPLE_DAY);
  try {
    for await (const { checked } of tellExample(world, await createExample(world)))
      if (checked.run.conclusion === 'failure' && checked.run.actions.length > 0) return checked.run;
    throw new Error('No check run of the demo fails and has a button.');
  } finally {
    await world.close();
  }
}

drawCheckRun(await failedRun(), 'check-run.png', 1190);
