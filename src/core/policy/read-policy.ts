// core/policy: a repository's configuration and its organisation's policy → the settings that hold.
import type { Plain } from '../procedure/front-matter.ts';
import { DEFAULTS } from './config-defaults.ts';
import { type ConfigLayer, checkedLayer } from './config-layer.ts';
import { isLocked, type Lock, readLocks, withinLocks } from './config-locks.ts';
import {
  type ConfigProblem,
  type ConfigReading,
  EMPTY,
  type PlainMap,
  type PolicyFile,
  readConfigSource,
} from './config-source.ts';
import { isList, joined, leaves, mapFrom, valueAt } from './config-tree.ts';
import { type DefaultsBlock, defaultsBlock, defaultsProblems } from './defaults-block.ts';
import type { Settings } from './settings.ts';
import { toSettings } from './to-settings.ts';

export type { PolicyFile } from './config-source.ts';
export type { DefaultsBlock } from './defaults-block.ts';

/** One value of the settings and where it comes from. `value` as it was written (`12 months`); `locked`: the repository may not change it. */
export type SettingSource = {
  /** Dotted: `review.byRisk.critical`. */
  readonly key: string;
  readonly value: Plain;
  readonly layer: 'default' | 'organisation' | 'repository';
  readonly path: string | null;
  readonly line: number | null;
  readonly locked: boolean;
};

export type Policy = {
  readonly settings: Settings;
  /** No configuration in the repository nor from the organisation: nothing is enforced yet. An empty file is a configuration. */
  readonly advisory: boolean;
  /** All that is wrong in the files (`config-valid`): unknown keys and lapsed overrides are warnings, everything else a failure. */
  readonly problems: readonly ConfigProblem[];
  /** False where a file could not be used at all (no YAML mapping, or over a limit); what it says is then as if it were not there. */
  readonly usable: boolean;
  /** Every value of the settings, in the order of the contract. */
  readonly sources: readonly SettingSource[];
  /** The metadata that procedures inherit (contract §2), for `readProcedure`. */
  readonly defaultsBlocks: { readonly repository: DefaultsBlock | null; readonly organisation: DefaultsBlock | null };
};

/**
 * The policy on `today` (`YYYY-MM-DD`): the defaults, the organisation's policy over them, the repository's configuration over both,
 * but for what the policy locks. Mappings are joined key by key, lists replaced, `overrides` appended. A wrong value is a problem and
 * as if it were not written; the rest stays in effect. Never throws, whatever the texts are.
 */
export function readPolicy(input: {
  readonly repository: PolicyFile | null;
  readonly organisation: PolicyFile | null;
  readonly today: string;
}): Policy {
  const policyReading = reading(input.organisation);
  const { locks, problems: lockProblems } = readLocks(policyReading);
  const organisation = checkedLayer(policyReading, input.today);
  const repository = checkedLayer(withinLocks(reading(input.repository), policyReading, locks), input.today);
  const written = joinedLayers(organisation.value, repository.value);
  const settings = toSettings(written);
  const files = [input.organisation && organisation, input.repository && repository].filter((file) => file !== null);
  return {
    settings,
    advisory: files.length === 0,
    problems: [
      ...inOrder([...repository.problems, ...defaultsProblems(repository, settings)]),
      ...inOrder([...organisation.problems, ...lockProblems, ...defaultsProblems(organisation, settings)]),
    ],
    usable: files.every(({ source }) => source !== null),
    sources: sourcesOf(written, { organisation, repository }, locks),
    defaultsBlocks: { repository: defaultsBlock(repository), organisation: defaultsBlock(organisation) },
  };
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

function reading(file: PolicyFile | null): ConfigReading {
  return file ? readConfigSource(file) : { source: null, value: EMPTY, problems: [] };
}

/** Overrides of both files count, the repository's later and so with the last word. */
function joinedLayers(organisation: PlainMap, repository: PlainMap): PlainMap {
  const lists = [organisation, repository].map((value) => valueAt(value, ['overrides']) ?? []);
  const overrides = lists.flatMap((list) => (isList(list) ? list : []));
  return joined(joined(joined(PLAIN_DEFAULTS, organisation), repository), mapFrom([['overrides', overrides]]));
}

const PLAIN_DEFAULTS: PlainMap = DEFAULTS;

function sourcesOf(
  written: PlainMap,
  layers: { readonly organisation: ConfigLayer; readonly repository: ConfigLayer },
  locks: readonly Lock[],
): readonly SettingSource[] {
  return leaves(written).map((path) => {
    const layer = LAYERS.find((name) => valueAt(layers[name].value, path) !== undefined);
    const source = layer ? layers[layer].source : null;
    return {
      key: path.join('.'),
      value: valueAt(written, path) ?? null,
      layer: layer ?? 'default',
      path: source?.path ?? null,
      line: source?.keyAt(path).line ?? null,
      locked: isLocked(path, locks),
    };
  });
}

const LAYERS = ['repository', 'organisation'] as const;
