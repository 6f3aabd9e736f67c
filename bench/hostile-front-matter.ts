// bench: row Y4, the 104 expensive blocks of front matter as YAML, JSON and TOML: the slowest and the hungriest. Run with --expose-gc.
import { readFrontMatter } from '../src/core/procedure/read-front-matter.ts';
import { EXPENSIVE, fenced } from '../test/core/procedure/expensive-documents.ts';

const ROUNDS = 5;
const measured = EXPENSIVE.flatMap(({ name, size, content }) =>
  fenced(content).map((text) => {
    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      readFrontMatter('a.md', text);
      return performance.now() - start;
    });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const result = readFrontMatter('a.md', text);
    const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    return { name: `${name}, ${size} bytes (${text.split('\n', 1)[0]})`, slowest: Math.max(...times), grown, result };
  }),
);
const [slow] = measured.toSorted((a, b) => b.slowest - a.slowest);
const [hungry] = measured.toSorted((a, b) => b.grown - a.grown);
const over = measured.filter(({ slowest }) => slowest > 250).length;
console.log(
  `${measured.length} documents, ${over} over 250 ms; slowest ${slow?.slowest.toFixed(0)} ms: ${slow?.name}; hungriest ${hungry?.grown.toFixed(1)} MB: ${hungry?.name}`,
);
