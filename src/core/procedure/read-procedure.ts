// core/procedure: a file and the defaults above it → a Procedure.
import type { Problem } from '../finding.ts';
import { repeatedKeys, unknownKeys } from './check-keys.ts';
import { contentHash } from './content-hash.ts';
import type { DefaultsBlock } from './directory-defaults.ts';
import type { FrontMatter } from './front-matter.ts';
import { type KeyNames, keyNames } from './metadata-keys.ts';
import type { Layer, Procedure } from './procedure.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { type LayerBlock, type MetadataSettings, readMetadata } from './read-metadata.ts';
import { titleOf } from './title.ts';

export type { MetadataSettings } from './read-metadata.ts';

/** A procedure's file and the defaults that apply to it. */
export type ProcedureInput = {
  readonly path: string;
  /** As read: BOM and line endings kept. */
  readonly text: string;
  /** The `_procedures.yml` of its directory and of those above, nearest first. */
  readonly directories: readonly DefaultsBlock[];
  /** `defaults` of the repository's configuration and of the organisation's policy. */
  readonly repository: DefaultsBlock | null;
  readonly organisation: DefaultsBlock | null;
  readonly settings: MetadataSettings;
};

/**
 * The procedure in a file, with every value's source: file, nearest `_procedures.yml`, repository defaults, organisation defaults
 * (contract §2). Never throws; what is wrong in the file is in `problems`, in the order of the text. Markdown is not parsed.
 */
export function readProcedure(input: ProcedureInput): Procedure {
  const { path, text, settings } = input;
  const names = keyNames(settings.aliases);
  const frontMatter = readFrontMatter(path, text);
  const problems: Problem[] = [...(frontMatter.state === 'none' ? [] : frontMatter.problems)];
  if (frontMatter.state === 'read') problems.push(...keyProblems(frontMatter, names));
  const report = (problem: Problem) => problems.push(problem);
  const metadata = readMetadata(layersOf(input, frontMatter), { settings, names, report });
  return {
    path,
    id: metadata.id?.value ?? path,
    title: metadata.title?.value ?? titleOf({ path, text, bodyAt: bodyOffset(frontMatter) }),
    type: metadata.type?.value ?? 'runbook',
    status: metadata.status?.value ?? 'active',
    format: 'markdown',
    metadata,
    problems: problems.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column),
    frontMatter,
    text,
    contentHash: contentHash(text, frontMatter, names),
  };
}

/** Where the body of a file begins. */
export function bodyOffset(frontMatter: FrontMatter): number {
  return frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt;
}

function keyProblems({ block }: FrontMatter & { readonly state: 'read' }, names: KeyNames): readonly Problem[] {
  return [...repeatedKeys(block, names), ...unknownKeys(block, names)];
}

function layersOf(input: ProcedureInput, frontMatter: FrontMatter): readonly LayerBlock[] {
  const { path, text, directories, repository, organisation } = input;
  const defaults = (layer: Layer, block: DefaultsBlock | null): readonly LayerBlock[] =>
    block ? [{ layer, path: block.path, block, text: null }] : [];
  return [
    ...(frontMatter.state === 'read' ? [{ layer: 'file' as const, path, block: frontMatter.block, text }] : []),
    ...directories.flatMap((block) => defaults('directory', block)),
    ...defaults('repository', repository),
    ...defaults('organisation', organisation),
  ];
}
