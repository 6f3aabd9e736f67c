// core/policy/rules: the owner is known from CODEOWNERS or a mapping, and the file itself does not say it.
import { setMetadata } from '../../procedure/set-metadata.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/** Nothing is guessed (one specific CODEOWNERS rule with one owner, or `owners.map`), so the fix is certain where it can be written. */
export const ownerRecorded: ProcedureRule = {
  id: 'owner-recorded',
  level: 'notice',
  about: 'procedure',
  *check(entry) {
    const origin = originOf(entry);
    const { procedure, owner } = entry;
    if (!owner || !origin || procedure.frontMatter.state === 'broken') return;
    const edited = setMetadata(procedure.path, procedure.text, procedure.frontMatter, { owner: owner.handle });
    const text = `Record \`owner: "${owner.handle}"\` in the front matter`;
    yield {
      rule: 'owner-recorded',
      at: owner.source.layer === 'file' ? owner.source.at : MISSING,
      message: `The owner ${owner.handle} comes from ${origin}.`,
      fix:
        'edits' in edited
          ? { text: `${text}.`, edits: edited.edits, certain: true }
          : advise(`${text} by hand: ${edited.cannot}.`),
    };
  },
};

/** In words, where the owner comes from when that is not the metadata itself; null where it is. */
function originOf({ owner, codeOwnersRule, procedure }: Entry): string | null {
  if (owner?.source.layer === 'codeowners') return `CODEOWNERS line ${codeOwnersRule?.line ?? owner.source.at.line}`;
  if (owner?.source.layer === 'catalog-info') return owner.source.path;
  const written = procedure.metadata.owner?.value[0];
  const single = procedure.metadata.owner?.value.length === 1;
  return owner?.source.layer === 'file' && single && written?.via === 'map'
    ? `the mapping of \`${written.written}\``
    : null;
}
