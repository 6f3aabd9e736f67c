// test/github: limits that no test reaches. One installation of a test does in a minute what many do in a day; `limiter.test.ts` has the real ones.

export const FREE = { restPerMinute: 1e6, contentPerMinute: 1e6, contentPerHour: 1e6, fewPerMinute: 1e6 } as const;
