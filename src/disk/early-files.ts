// disk: the files that must be read before it is known which files are procedures.
import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';

const AT_THE_ROOT: readonly string[] = [...CODEOWNERS_PATHS, '.github/runbook-steward.yml'];
const ANYWHERE: readonly string[] = ['_procedures.yml', 'catalog-info.yaml'];

/** Whether `path` is configuration, CODEOWNERS, `_procedures.yml` or `catalog-info.yaml`: read in every snapshot. */
export function isEarly(path: string): boolean {
  return AT_THE_ROOT.includes(path) || ANYWHERE.some((name) => path.endsWith(name) && isWhole(path, name));
}

function isWhole(path: string, name: string): boolean {
  return path.length === name.length || path[path.length - name.length - 1] === '/';
}
