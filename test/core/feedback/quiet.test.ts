// test: when the app keeps silent.
import { describe, expect, test } from '@jest/globals';
import { isHeard, mayReply, type Reply } from '../../../src/core/feedback/quiet.ts';

const HOUR = 3_600_000;
const before: readonly Reply[] = [
  { reporter: 'kim', procedure: 'acme/ops:a.md', at: 10 * HOUR },
  { reporter: 'kim', procedure: null, at: 10 * HOUR },
];

describe('a reply', () => {
  test.each([
    ['is the second on this procedure within the hour', 'Kim', 'acme/ops:a.md', 11 * HOUR - 1, false],
    ['comes an hour later', 'kim', 'acme/ops:a.md', 11 * HOUR, true],
    ['is on another procedure', 'kim', 'acme/ops:b.md', 10 * HOUR, true],
    ['is to another reporter', 'ada', 'acme/ops:a.md', 10 * HOUR, true],
    ['is the second on nothing known', 'kim', null, 10 * HOUR + 1, false],
    ['was asked for long before', 'kim', 'acme/ops:a.md', 5 * HOUR, true],
    ['is of an event that came late', 'kim', 'acme/ops:a.md', 9 * HOUR + 1, false],
  ])('that %s', (_, reporter, procedure, at, may) => {
    expect(mayReply(before, { reporter, procedure, at })).toBe(may);
  });
});

describe('feedback is heard', () => {
  test.each([
    ['of a person', 'kim', false, [], true],
    ['not of a bot', 'alerts[bot]', true, [], false],
    ['of a bot that is allowed', 'alerts[bot]', true, ['Alerts'], true],
    ['of a bot that is allowed by its full name', 'Alerts[bot]', true, ['alerts[bot]'], true],
    ['not of another bot', 'alerts-2[bot]', true, ['alerts'], false],
  ])('%s', (_, login, isBot, allow, heard) => {
    expect(isHeard({ login, isBot }, allow)).toBe(heard);
  });
});
