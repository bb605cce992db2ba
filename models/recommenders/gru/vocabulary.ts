import { eventKinds } from '../../../shared/domain/event.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { integerAt } from '../../numeric/read.js';

/** The items of a model: one row of its matrices each, ascending by id, so that equal scores fall in order of id. */
export interface Vocabulary {
  readonly itemIds: readonly string[];
  /** By row: the item's number in the training set. */
  readonly numbers: Int32Array;
  /** By item number of the training set: its row, −1 for none. */
  readonly rows: Int32Array;
}

const dismissed = eventKinds.indexOf('dismiss');

/** Whether the event shows interest: what a shopper waved away is no step of theirs. */
export function isStep(kind: number): boolean {
  return kind !== dismissed;
}

/** The items that somebody took interest in, and with `includesUntouched` those of the catalogue that nobody has yet. */
export function vocabularyOf(set: TrainingSet, includesUntouched: boolean): Vocabulary {
  const touched = new Uint8Array(set.items.length);
  set.events.kind.forEach((kind, at) => {
    if (isStep(kind)) touched[integerAt(set.events.item, at)] = 1;
  });
  const chosen = set.items.flatMap(({ id, isActive }, number) =>
    touched[number] === 1 || (includesUntouched && isActive) ? [{ id, number }] : [],
  );
  chosen.sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = new Int32Array(set.items.length).fill(-1);
  chosen.forEach(({ number }, row) => {
    rows[number] = row;
  });
  return {
    itemIds: chosen.map(({ id }) => id),
    numbers: Int32Array.from(chosen, ({ number }) => number),
    rows,
  };
}
