import { availableParallelism } from 'node:os';

/** Loads, storms and the rows of the plan that take minutes: `npm run reliability`. Others of their class run every time. */
const FULL_ONLY = [
  ...['/test/web/load\\.test\\.ts$', '/test/storm/'],
  ...['/test/loops/p2-codeowners', '/test/loops/p4-override', '/test/loops/p5-', '/test/flows/p6-approval'],
];
const left = process.env.RELIABILITY ? [] : FULL_ONLY;

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...left],
  maxWorkers: Math.ceil(availableParallelism() * 1.5), // Much of a test waits for git, the database and sockets.
  workerIdleMemoryLimit: '1GB', // What a file leaves behind grows to 2 GB over a whole run, and V8 has crashed in such a process.
  testTimeout: 120_000, // A hang guard: figures of time are those of bench/.
  extensionsToTreatAsEsm: ['.ts'],
  transform: {}, // Node strips the types itself; without this line babel-jest takes .ts and fails on the first generic.
  coverageProvider: 'v8',
  reporters: ['default', '<rootDir>/test/closing-line.js'],
};
