// core/feedback: a procedure as the catalog knows it, for those who look for one.

/** A row of the catalog. Names are as written; `repository` is `owner/name`. */
export type KnownProcedure = {
  readonly repository: string;
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly alerts: readonly string[];
};

/** A file that had another path once (a rename that git saw). */
export type Rename = { readonly repository: string; readonly from: string; readonly to: string };

/** By what a procedure was found. */
export type Way = 'link' | 'path' | 'id' | 'alias' | 'old name' | 'alert' | 'file name' | 'title';

/** The one name that a procedure has in the whole catalog. */
export function procedureKey({ repository, path }: Pick<KnownProcedure, 'repository' | 'path'>): string {
  return `${repository.toLowerCase()}:${path}`;
}
