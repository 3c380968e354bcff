/** What the services ask of the program around them: Electron's shell, the browser host, the command line or a test. */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  /** Folder of this person's application data; new vaults and the list of known ones are kept in it. Absolute path. */
  readonly dataFolder: string;
  /** Lets the person choose a vault folder; null where they cancelled or the host has no dialog. */
  chooseVaultFolder(): Promise<string | null>;
}
