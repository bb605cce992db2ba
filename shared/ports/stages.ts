/** The steps of making an answer whose times are told apart. */
export type Stage = 'candidates' | 'score' | 'refine' | 'encode' | 'words' | 'vectors';

/** Measures how long the steps of an answer take. */
export interface Stages {
  /** Begins a row of steps, each of which ends, and the next begins, when the result is called with its name. */
  begin(): (ended: Stage) => void;
}
