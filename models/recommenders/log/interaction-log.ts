import { Column, float64Column, int32Column } from '../../numeric/column.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { Names } from './names.js';
import { none, TimeLists } from './time-lists.js';

/** How many steps of a sequence to either side an event can be a neighbour of. */
export const reach = 10;

export interface Step {
  readonly sequence: number;
  readonly item: number;
  /** A number of `KindTable`. */
  readonly type: number;
  readonly ts: number;
}

/**
 * What happened, one row an event, in flat columns: about 40 bytes an event. A sequence is a visit, or what a shopper
 * did outside of visits. Rows hang in two lists, that of their sequence and that of their item, both newest first.
 * Every counting model is a question to this log, so learning from an event costs no more than adding its row.
 */
export class InteractionLog {
  readonly items = new Names();
  readonly #time = float64Column();
  readonly #item = int32Column();
  readonly #sequence = int32Column();
  readonly #type = new Column<Uint16Array>((length) => new Uint16Array(length));
  readonly #changes = int32Column();
  readonly bySequence = new TimeLists(this.#time);
  readonly byItem = new TimeLists(this.#time);
  #rows = 0;
  #live = 0;
  #filledSequences = 0;
  #generation = 0;

  /** Events that count. */
  get size(): number {
    return this.#live;
  }

  /** Sequences with at least one event. */
  get sequences(): number {
    return this.#filledSequences;
  }

  /** One more than the largest sequence number in use. */
  sequenceLimit = 0;

  /** Rises when so much was moved that nothing computed before may be trusted. */
  get generation(): number {
    return this.#generation;
  }

  itemOf(row: number): number {
    return integerAt(this.#item.values, row, none);
  }

  sequenceOf(row: number): number {
    return integerAt(this.#sequence.values, row, none);
  }

  typeOf(row: number): number {
    return this.#type.values[row] ?? 0;
  }

  timeOf(row: number): number {
    return floatAt(this.#time.values, row);
  }

  /** How often something within `reach` of one of the item's events was added or taken away. */
  changesOf(item: number): number {
    return integerAt(this.#changes.values, item);
  }

  /** Adds an event that is evidence of interest: it joins the lists of its sequence and its item. */
  add(step: Step): number {
    const row = this.#append(step);
    this.byItem.add(step.item, row);
    this.#live += 1;
    this.#join(row, step.sequence);
    return row;
  }

  /** Adds an event to its sequence alone, where it is history but evidence of nothing. */
  addAside(step: Step): void {
    this.#join(this.#append(step), step.sequence);
  }

  /** Takes a row out of both lists; it counts nowhere any more. */
  remove(row: number, isEvidence: boolean): void {
    this.#leave(row);
    if (!isEvidence) return;
    this.byItem.remove(this.itemOf(row), row);
    this.#live -= 1;
  }

  /** Gives a row to another sequence. */
  move(row: number, sequence: number): void {
    this.#leave(row);
    this.#sequence.values[row] = sequence;
    this.#join(row, sequence);
  }

  #append(step: Step): number {
    const row = this.#rows;
    this.#rows += 1;
    if (row >= this.#time.values.length) this.#grow(row + 1);
    this.#changes.reserve(step.item + 1);
    this.#time.values[row] = step.ts;
    this.#item.values[row] = step.item;
    this.#sequence.values[row] = step.sequence;
    this.#type.values[row] = step.type;
    return row;
  }

  #grow(rows: number): void {
    for (const column of [this.#time, this.#item, this.#sequence, this.#type]) column.reserve(rows);
  }

  #join(row: number, sequence: number): void {
    if (sequence >= this.sequenceLimit) this.sequenceLimit = sequence + 1;
    if (this.bySequence.count(sequence) === 0) this.#filledSequences += 1;
    if (this.bySequence.add(sequence, row)) this.#noteAround(row);
    else this.#generation += 1;
  }

  #leave(row: number): void {
    const sequence = this.sequenceOf(row);
    this.bySequence.settle(sequence);
    this.#noteAround(row);
    this.bySequence.remove(sequence, row);
    if (this.bySequence.count(sequence) === 0) this.#filledSequences -= 1;
  }

  #noteAround(row: number): void {
    const changes = this.#changes.values;
    const item = this.itemOf(row);
    changes[item] = integerAt(changes, item) + 1;
    let older = this.bySequence.older(row);
    let newer = this.bySequence.newer(row);
    for (let step = 0; step < reach; step += 1) {
      if (older !== none) {
        const neighbour = this.itemOf(older);
        changes[neighbour] = integerAt(changes, neighbour) + 1;
        older = this.bySequence.older(older);
      }
      if (newer !== none) {
        const neighbour = this.itemOf(newer);
        changes[neighbour] = integerAt(changes, neighbour) + 1;
        newer = this.bySequence.newer(newer);
      }
      if (older === none && newer === none) return;
    }
  }
}
