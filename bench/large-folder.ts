// bench: a folder of 100,000 files with 5,000 CODEOWNERS rules and 1,000 procedures, the same one at every run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Size = { readonly files: number; readonly rules: number; readonly procedures: number };

/** Writes the folder at `root`. A procedure is about 4 KB of front matter and text; other files hold a line. */
export function writeLargeFolder(root: string, { files, rules, procedures }: Size): void {
  const made = new Set<string>();
  const write = (path: string, text: string): void => {
    const folder = dirname(join(root, path));
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(join(root, path), text);
  };
  const services = rules - 1;
  const lines = [
    '* @acme/everyone',
    ...Array.from({ length: services }, (_, n) => `/services/s${n}/ @acme/team-${n % 200}`),
  ];
  write('.github/CODEOWNERS', `${lines.join('\n')}\n`);
  write('.github/runbook-steward.yml', 'enforce: new\n');
  for (let n = 0; n < procedures; n++) write(`services/s${n % services}/runbooks/procedure-${n}.md`, procedure(n));
  for (let n = 0; n < files - procedures - 2; n++)
    write(`services/s${n % services}/src/module-${n}.ts`, `export const value = ${n};\n`);
}

function procedure(n: number): string {
  const steps = Array.from(
    { length: 30 },
    (_, step) => `${step + 1}. Check instance ${step} of service ${n} and note what \`kubectl get pods\` says of it.`,
  );
  return `---
title: Restart service ${n}
owner: "@acme/team-${n % 200}"
contacts: ["#team-${n % 200}"]
risk: ${['low', 'medium', 'high'][n % 3]}
last_reviewed_on: 2026-0${(n % 9) + 1}-15
review_in: 6 months
services: [service-${n}]
alerts:
  - Service${n}Down
tags: [restart, kubernetes]
---

# Restart service ${n}

## When

The alert Service${n}Down has fired twice within ten minutes. See [the overview](../README.md).

## Steps

${steps.join('\n')}

\`\`\`sh
kubectl rollout restart deployment/service-${n}
\`\`\`

## If it does not help

Ask the team in its channel.
`;
}
