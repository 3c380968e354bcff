/** What the services ask of the program around them: Electron's shell, the browser host, the command line or a test. */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  /** Folder of this person's application data; new vaults and the list of known ones are kept in it. Absolute path. */
  readonly dataFolder: string;
  /** Lets the person choose a folder of this kind; null where they cancelled or the host has no dialog. Absolute path. */
  chooseFolder(what: FolderKind): Promise<string | null>;
  /**
   * Lets the person say where an export goes: a file or folder that is not there yet. `name`: what it is called at first.
   * An absolute path; null where they cancelled. A host without a dialog chooses a place itself.
   */
  choosePlace(name: string): Promise<string | null>;
}

/** What a folder is chosen for: a vault, a local git repository that commits are looked up in, a place for backups. */
export type FolderKind = 'vault' | 'repository' | 'backup';
