/** A file of a data set, wherever it lies, that can be read from any byte on. */
export interface DataFile {
  /** Where it lies, as messages name it. */
  readonly path: string;
  /** What it is called in the folder that was asked for; the last part of its path where it was itself asked for. */
  readonly name: string;
  readonly sizeBytes: number;
  /** What differs between contents of one name, and costs little to find out. */
  mark(): Promise<Uint8Array>;
  /**
   * The bytes from `start` on, up to `end` where that is given, in pieces. Throws `conflict` where the file has been
   * replaced since it was found, `unavailable` where it cannot be had.
   */
  read(start: number, end?: number): AsyncIterable<Uint8Array>;
}

export interface FoundFiles {
  readonly isFolder: boolean;
  /** By name, ascending. */
  readonly files: readonly DataFile[];
}

/** Places where files of data sets lie. */
export interface DataFiles {
  /**
   * The file of that path, or those of a folder. Throws `not-found` where there is neither, `invalid` for a path that leads
   * elsewhere.
   */
  find(path: string): Promise<FoundFiles>;
}
