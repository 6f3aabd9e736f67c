// core/policy/rules: metadata that stands in the body is offered, never taken as valid.
import { bodyMetadataOf } from '../../procedure/body-metadata.ts';
import type { BodyMetadata, Procedure } from '../../procedure/procedure.ts';

/** Where the body says `key`, in words: ``line 5 of the body says `2024-05-01` ``; null where it does not. */
export function bodyHint(procedure: Procedure, key: BodyMetadata['key']): string | null {
  const hit = bodyMetadataOf(procedure).find((metadata) => metadata.key === key);
  if (!hit) return null;
  const says = `line ${hit.at.line} of the text says \`${hit.written.slice(0, 80)}\``;
  return hit.value && hit.value !== hit.written ? `${says}, which would be \`${hit.value}\`` : says;
}
