// core/policy: the `defaults` of a configuration as a metadata block that procedures inherit, and what is wrong in it.

import { checkDefaults } from '../procedure/directory-defaults.ts';
import { type Block, isPlainMap } from '../procedure/front-matter.ts';
import type { ConfigLayer } from './config-layer.ts';
import { advice, type ConfigProblem, spanAt } from './config-source.ts';
import type { Settings } from './settings.ts';

/** A metadata block of a configuration and the file it stands in. */
export type DefaultsBlock = Block & { readonly path: string };

/** The `defaults` of `layer`; null where it has none. Positions are those of the configuration file. */
export function defaultsBlock({ source, value }: ConfigLayer): DefaultsBlock | null {
  const defaults = value['defaults'];
  if (!source || defaults === undefined || !isPlainMap(defaults)) return null;
  return {
    path: source.path,
    language: 'yaml',
    entries: Object.entries(defaults).map(([key, written]) => ({
      key,
      value: written,
      keyAt: source.keyAt(['defaults', key]),
      valueAt: source.at(['defaults', key]),
      valueSpan: spanAt(source, source.at(['defaults', key]), written),
    })),
    at: (path) => source.at(['defaults', ...path]),
    insertAt: source.text.length,
  };
}

/** What is wrong in the metadata of `layer`: unknown keys are warnings, wrong values failures, as everywhere in a configuration. */
export function defaultsProblems(layer: ConfigLayer, { metadata, owners }: Settings): readonly ConfigProblem[] {
  const block = defaultsBlock(layer);
  if (!block || !layer.source) return [];
  // Which organisation the repository belongs to is not known here; a reference to one of its teams may well be right.
  const settings = { ...metadata, ownersMap: owners.map, organisation: 'org' };
  const { path, text } = layer.source;
  return checkDefaults({ ...block, text }, settings).map((problem) => {
    const fix = problem.rule === 'owner-valid' ? advice('Name a GitHub team or user, as `"@org/team"`.') : problem.fix;
    return { ...problem, rule: 'config-valid', path, fix };
  });
}
