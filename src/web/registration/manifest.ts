// web: app.yml or app.repair.yml → the manifest that GitHub registers the app from.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { WEBHOOK_PATH } from '../endpoint.ts';
import type { Choices } from './choices.ts';

const MANIFEST = z.looseObject({
  name: z.string(),
  hook_attributes: z.looseObject({ url: z.string() }),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

export type Manifest = z.infer<typeof MANIFEST> & { readonly redirect_url: string };

/** What is asked of GitHub: the file of the package, with the addresses of this service. */
export function manifestFor({ publicUrl, canRepair }: Choices, redirectUrl: string): Manifest {
  const file = new URL(canRepair ? '../../../app.repair.yml' : '../../../app.yml', import.meta.url);
  const manifest = MANIFEST.parse(parse(readFileSync(file, 'utf8')));
  return {
    ...manifest,
    hook_attributes: { ...manifest.hook_attributes, url: `${publicUrl}${WEBHOOK_PATH}` },
    redirect_url: redirectUrl,
  };
}
