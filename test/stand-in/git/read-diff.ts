// test/stand-in/git: what changed between two commits, in the words of GitHub's file lists.
import type { ObjectStore } from './object-store.ts';

export type ChangedFile = {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** The blob at the head; of a removed file the one it was. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks only, as GitHub gives them; missing for binaries and where no line changed. */
  readonly patch?: string;
};

const words = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', T: 'changed', C: 'added' } as const;
const letterOf = (raw: string): keyof typeof words => {
  const letter = raw.at(0);
  return letter === 'A' || letter === 'D' || letter === 'R' || letter === 'T' || letter === 'C' ? letter : 'M';
};

type Raw = Pick<ChangedFile, 'path' | 'previousPath' | 'status' | 'sha'> & { readonly sections: number };

function rawFiles(output: string): readonly Raw[] {
  const fields = output.split('\0');
  const files: Raw[] = [];
  for (let at = 0; (fields[at] ?? '').startsWith(':'); ) {
    const [oldMode = '', newMode = '', oldSha = '', newSha = '', kind = 'M'] = (fields[at] ?? '').slice(1).split(' ');
    const letter = letterOf(kind);
    const first = fields[at + 1] ?? '';
    const isMove = letter === 'R' || letter === 'C';
    const modeOnly = letter === 'M' && oldSha === newSha && oldMode !== newMode;
    files.push({
      path: isMove ? (fields[at + 2] ?? '') : first,
      ...(isMove ? { previousPath: first } : {}),
      status: modeOnly ? 'changed' : words[letter],
      sha: letter === 'D' ? oldSha : newSha,
      sections: letter === 'T' ? 2 : 1, // git writes a change of kind as a removal and an addition
    });
    at += isMove ? 3 : 2;
  }
  return files;
}

function counted(section: string): Pick<ChangedFile, 'additions' | 'deletions' | 'patch'> {
  const start = section.search(/^@@ /m);
  if (start < 0) return { additions: 0, deletions: 0 };
  const patch = section.slice(start).replace(/\n$/, '');
  const count = (sign: string) => patch.split('\n').filter((line) => line.startsWith(sign)).length;
  return { additions: count('+'), deletions: count('-'), patch };
}

/** Every file that differs between two commits or trees, renames found as git finds them by default. */
export function changedFiles(store: ObjectStore, base: string, head: string): Promise<readonly ChangedFile[]> {
  return store.once(`diff ${base} ${head}`, async () => {
    const common = ['--no-color', '--no-ext-diff', '--no-textconv', '-M', '-l3000', base, head];
    const [raw, patch] = await Promise.all([
      store.git(['diff', '--raw', '-z', '--no-abbrev', ...common]),
      store.git(['diff', '-p', ...common]),
    ]);
    // Lines inside a hunk begin with a sign, so these words at the start of a line open a file.
    const sections = patch.toString('utf8').split(/^(?=diff --git )/m);
    let next = 0;
    return rawFiles(raw.toString('utf8')).map(({ sections: count, ...file }) => {
      const own = sections.slice(next, next + count).map(counted);
      next += count;
      const [first = { additions: 0, deletions: 0 }, ...rest] = own;
      if (rest.length === 0) return { ...file, ...first };
      const sum = (key: 'additions' | 'deletions') => own.reduce((total, one) => total + one[key], 0);
      const patches = own.flatMap((one) => one.patch ?? []);
      return { ...file, additions: sum('additions'), deletions: sum('deletions'), patch: patches.join('\n') };
    });
  });
}
