/** Where a shop's keeper lays files that are then imported by their names. */
export interface ImportFolder {
  /**
   * The absolute path of a file or folder in it, links followed. Throws `invalid` where there is none of that name, and
   * for whatever lies elsewhere.
   */
  find(name: string): Promise<string>;
}
