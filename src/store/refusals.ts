// store: why the database is not opened. Free of the database's packages, for who asks before it loads them.

/** `holder`: `process 4711`. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly folder: string;
  readonly holder: string;

  constructor(folder: string, holder: string) {
    super(
      `${folder} is in use by ${holder}. Stop it, or set DATA_DIR to another folder, or DATABASE_URL to run several.`,
    );
    this.folder = folder;
    this.holder = holder;
  }
}

/** The database is none of the service's, or of another version of it. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}
