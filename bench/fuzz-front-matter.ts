// Reads random front matter and prints how many documents broke a promise, and the slowest. `node bench/fuzz-front-matter.ts [count] [seed]`
import * as fc from 'fast-check';
import { breach } from '../test/core/procedure/robust-checks.ts';
import { documents } from '../test/core/procedure/robust-documents.ts';

const [count = 1_000_000, seed = 20_261_123] = process.argv.slice(2).map(Number);
let slowest = 0;
let over50 = 0;
const breaches: string[] = [];
const begin = performance.now();
for (let done = 0; done < count; done += 10_000) {
  for (const text of fc.sample(documents, { numRuns: Math.min(10_000, count - done), seed: seed + done })) {
    const start = performance.now();
    const wrong = breach(text);
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    if (took > 50) over50 += 1;
    if (wrong !== null) breaches.push(`${wrong}: ${JSON.stringify(text)}`);
  }
}
const seconds = ((performance.now() - begin) / 1000).toFixed(1);
console.log(
  `${count} documents, seed ${seed}: ${breaches.length} breaches, slowest ${slowest.toFixed(1)} ms, ${over50} over 50 ms, ${seconds} s`,
);
for (const line of breaches.slice(0, 20)) console.log(line);
process.exitCode = breaches.length > 0 ? 1 : 0;
