/** Where a pointer points, and a mark that changes whenever it is moved. */
export interface PointerValue {
  readonly value: string;
  readonly mark: string;
}

/**
 * Files that are written once and never changed, and small pointers that can be moved. Paths are `a/b/c` of letters,
 * digits, `.`, `_` and `-`. Every write is durable before its promise settles; one that fails leaves nothing behind.
 */
export interface ArtifactStore {
  /** Throws `conflict` where the path is taken, `unavailable` where there is no room. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** Undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Paths that start with `prefix`, ascending. */
  list(prefix: string): Promise<readonly string[]>;
  /** Removes what starts with `prefix`. */
  removeAll(prefix: string): Promise<void>;
  pointer(name: string): Promise<PointerValue | undefined>;
  /**
   * Moves a pointer in one step, provided it still bears `expected` (undefined: it was never set); false where another
   * was faster.
   */
  movePointer(name: string, value: string, expected: string | undefined): Promise<boolean>;
}
