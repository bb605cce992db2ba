/** What only one of all instances may do at a time. */
export interface Lock {
  /**
   * Runs the work while nobody else holds the lock of that name; false, at once, where somebody does. `signal` is aborted
   * when the lock is lost, or may be because it cannot be renewed: the work has to stop then. Rejects as the work does;
   * with `conflict` where the lock was lost; with `invalid` for a name that is none (letters, digits, `.`, `_`, `-`); with
   * `unavailable` where nobody can say who holds it.
   */
  hold(name: string, run: (signal: AbortSignal) => Promise<void>): Promise<boolean>;
}
