// core/policy: names of time zones.
import { nearest } from '../nearest.ts';
import type { Refusal } from './refusal.ts';

/** What is wrong with `written` as an IANA time zone, old names such as `Europe/Kiev` included; null where it is one. */
export function timeZoneProblem(written: string): Refusal | null {
  const name = written.trim();
  if (isKnown(name) && name === written) return null;
  return { problem: 'is not a time zone such as `UTC` or `Europe/Berlin`', suggestion: likely(name) };
}

/** The platform also knows offsets, which ignore summer time, and abbreviations, which mean several zones (`IST`); those are none here. */
function isKnown(name: string): boolean {
  if (name === 'UTC') return true; // The default, which need not wait for the platform's tables.
  if (!/^[a-z]+\/|^(?:UTC|GMT)$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // The platform has no other way of asking that knows the old names.
  }
}

function likely(name: string): string | null {
  if (name.length > 60) return null;
  if (isKnown(name)) return name;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const spelt = name.replaceAll(' ', '_').toLowerCase();
  const byCity = zones.filter((zone) => zone.toLowerCase().endsWith(`/${spelt}`));
  return byCity.length === 1 ? (byCity[0] ?? null) : nearest(spelt, zones);
}
