// test: what the app asks of GitHub is what the public contract says, and no more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { WEBHOOK_PATH } from '../src/web/endpoint.ts';
import { checkPermissions, repairPermissions } from './stand-in/stand-in.ts';
import { EXAMPLES } from './web/examples.ts';

type Manifest = {
  readonly public: boolean;
  readonly hook_attributes: { readonly url: string; readonly active: boolean };
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
};

const text = (name: string) => readFileSync(join(import.meta.dirname, '..', name), 'utf8');
const manifest = (name: string): Manifest => parse(text(name));

const CHECK = {
  metadata: 'read',
  contents: 'read',
  members: 'read',
  merge_queues: 'read',
  checks: 'write',
  issues: 'write',
  pull_requests: 'write',
};

test('app.yml asks for the seven permissions of the contract and nothing else', () => {
  expect(manifest('app.yml').default_permissions).toEqual(CHECK);
});

test('app.repair.yml adds the right to write contents and nothing else', () => {
  expect(manifest('app.repair.yml').default_permissions).toEqual({ ...CHECK, contents: 'write' });
  expect({ ...manifest('app.repair.yml'), default_permissions: CHECK }).toEqual(manifest('app.yml'));
});

test('the stand-in grants what the manifests ask for', () => {
  expect(checkPermissions).toEqual(manifest('app.yml').default_permissions);
  expect(repairPermissions).toEqual(manifest('app.repair.yml').default_permissions);
});

describe.each(['app.yml', 'app.repair.yml'])('%s', (name) => {
  test('says above every permission and every group of events why', () => {
    const lines = text(name).split('\n');
    const permissions = lines.flatMap((line, at) => (/^ {2}\w+: (read|write)$/.test(line) ? [lines[at - 1]] : []));
    expect(permissions).toHaveLength(7);
    expect(permissions.filter((above) => !/^ {2}# .{20}/.test(above ?? ''))).toEqual([]);
    expect(lines[lines.indexOf('default_events:') + 1]).toMatch(/^ {2}# /);
  });

  test('asks for the events of the flows, each once and each one of GitHub’s', () => {
    const { default_events: events } = manifest(name);
    expect(events).toEqual([
      'pull_request',
      'merge_group',
      'check_run',
      'check_suite',
      'pull_request_review',
      'push',
      'repository',
      'issues',
      'issue_comment',
      'member',
      'membership',
      'team',
      'organization',
    ]);
    const known = new Set([...EXAMPLES.map(({ event }) => event), 'merge_group']);
    expect(events.filter((event) => !known.has(event))).toEqual([]);
  });

  test('is private, and its webhook goes to the endpoint', () => {
    expect(manifest(name).public).toBe(false);
    expect(manifest(name).hook_attributes).toEqual({ url: `https://steward.example.com${WEBHOOK_PATH}`, active: true });
  });
});
