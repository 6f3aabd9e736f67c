// core/policy/report: a procedure as scripts see it (contract §7, `Entry`).
import type { Entry } from '../verdict.ts';

/** The public form of an entry: absent values are null, lists `[]`, intervals ISO 8601. Scripts rely on its keys. */
export function entryJson({ procedure, owner, codeOwners, codeOwnersRule, coverage, risk, review }: Entry) {
  const { metadata } = procedure;
  return {
    id: procedure.id,
    path: procedure.path,
    title: procedure.title,
    type: procedure.type,
    format: procedure.format,
    owner: owner && { handle: owner.handle, kind: owner.kind, source: owner.source.layer, line: owner.source.at.line },
    codeOwners,
    codeOwnersLine: codeOwnersRule?.line ?? null,
    coverage,
    risk,
    status: procedure.status,
    review: {
      last: review.last,
      lastBy: review.lastBy,
      next: review.next,
      interval: review.interval && 'iso' in review.interval ? review.interval.iso : null,
      state: review.state,
    },
    alerts: metadata.alerts?.value ?? [],
    services: metadata.services?.value ?? [],
    tags: metadata.tags?.value ?? [],
    contentHash: procedure.contentHash,
  };
}
