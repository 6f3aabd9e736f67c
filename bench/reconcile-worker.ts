// bench: the nightly reconcile of one installation, in a process of its own: its requests, its time and its memory.
import { generateKeyPairSync } from 'node:crypto';
import { auditOwners } from '../src/flows/audit-owners.ts';
import { syncInstallation } from '../src/flows/sync-installation.ts';
import type { Tools } from '../src/flows/tools.ts';
import { sendTo } from '../src/flows/work.ts';
import { connect } from '../src/github/connect.ts';
import { createLog } from '../src/log/log.ts';
import { openStore } from '../src/store/store.ts';

const [, , url = '', apiUrl = '', installation = '1'] = process.argv;
const store = await openStore({ url }, { isSupervised: false });
let requests = 0;
let jobs = 0;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const onRequest = () => {
  requests += 1;
};
const connection = connect({ appId: 1, privateKey, apiUrl, onRequest });
const tools: Tools = {
  ...{ connection: connection.patient, store, hour: () => 10, clock: () => '2026-11-23', policyRepository: null },
  ...{
    webUrl: 'https://github.com',
    isDryRun: false,
    seal: (text: string) => text,
    readLagMs: 15_000,
    storesBodies: true,
    ...{ delivery: null, since: null },
  },
  ...{ lease: { assertHeld: () => {} }, log: createLog({ level: 'error' }), takeIn: async () => 'known' },
  send: (some) => {
    jobs += some.length;
    return sendTo(store, some);
  },
};
const began = performance.now();
await syncInstallation(tools, Number(installation), { isWhole: false });
await auditOwners(tools, Number(installation), { owners: null });
const seconds = (performance.now() - began) / 1_000;
process.send?.({ requests, jobs, seconds, maxRssMb: process.resourceUsage().maxRSS / 1_024 });
await store.close();
process.disconnect?.();
