// test/stand-in: all that an operation may touch.
import type { Tokens } from './access.ts';
import type { Answer, Call, GitHub } from './call.ts';
import type { Emulator } from './emulator.ts';
import type { Hooks } from './hooks.ts';
import type { Births } from './read-lag.ts';
import type { CheckRun } from './world.ts';

export type Engine = GitHub & {
  readonly emulator: Emulator;
  readonly hooks: Hooks;
  readonly tokens: Tokens;
  readonly births: Births;
  /** What one code of the manifest flow stands for. */
  readonly manifestCodes: Map<string, Readonly<Record<string, unknown>>>;
  readonly app: GitHub['app'] & { readonly privateKey: string; readonly webhookSecret: string };
};

export type Handler = (engine: Engine, call: Call) => Answer | Promise<Answer>;

/** GitHub's `operationId` → what it does. */
export type Handlers = Readonly<Record<string, Handler>>;

export const timeOf = (engine: Pick<GitHub, 'now'>) => new Date(engine.now()).toISOString().replace(/\.\d+Z$/, 'Z');

export function newId(engine: Pick<GitHub, 'world'>): number {
  engine.world.nextId += 1;
  return engine.world.nextId;
}

/** One suite holds the runs of one app for one commit of a repository. */
export function suiteOf(
  engine: Pick<GitHub, 'world'>,
  { repository, headSha, app }: Pick<CheckRun, 'repository' | 'headSha' | 'app'>,
): number {
  const key = `${repository.id} ${headSha} ${app}`;
  const suite = engine.world.suites.get(key) ?? newId(engine);
  engine.world.suites.set(key, suite);
  return suite;
}
