/** What is known of the files of a data source; each is told by a mark that differs between its contents. */
export interface SourceState {
  /** Read to their end. */
  readonly seen: readonly string[];
  /** Those whose task failed, the one that is tried next first. */
  readonly failed: readonly string[];
  /** The task that reads some of them now, or did when somebody looked last. */
  readonly pending?: { readonly taskId: string; readonly marks: readonly string[] };
}

/** The state that a bookmark of ours holds, or that of a source never seen. */
export function readSourceState(bookmark: string | undefined): SourceState {
  if (bookmark !== undefined) return JSON.parse(bookmark) as SourceState;
  return { seen: [], failed: [] };
}

/** The state once a task has ended: what it read is done with, and what it failed at waits behind the rest. */
export function settled(state: SourceState, hasFailed: boolean): SourceState {
  const { seen, failed, pending } = state;
  if (pending === undefined) return state;
  const others = failed.filter((mark) => !pending.marks.includes(mark));
  return hasFailed
    ? { seen, failed: [...others, ...pending.marks] }
    : { seen: [...seen, ...pending.marks], failed: others };
}

/** More would make long tasks, and records too large to keep. */
const maxFilesAtOnce = 200;

/**
 * What to read next of what is there: all that is new; where nothing is, the one that failed longest ago, alone, so that
 * a bad file keeps no good one back.
 */
export function nextMarks(state: SourceState, present: readonly string[]): readonly string[] {
  const known = new Set([...state.seen, ...state.failed]);
  const fresh = present.filter((mark) => !known.has(mark)).slice(0, maxFilesAtOnce);
  if (fresh.length > 0) return fresh;
  return state.failed.filter((mark) => present.includes(mark)).slice(0, 1);
}

/** Forgets files that are gone. */
export function keepPresent(state: SourceState, present: readonly string[]): SourceState {
  const there = new Set(present);
  const only = (marks: readonly string[]) => marks.filter((mark) => there.has(mark));
  return { ...state, seen: only(state.seen), failed: only(state.failed) };
}
