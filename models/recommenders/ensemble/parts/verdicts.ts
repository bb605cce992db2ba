import type { Accept } from '../../../../shared/ports/recommender.js';
import { int32Column } from '../../../numeric/column.js';
import { integerAt } from '../../../numeric/read.js';
import type { Names } from '../../log/names.js';

/** Which items an answer may hold, each asked once however many parts name it; good until the next `begin`. */
export class Verdicts {
  readonly #names: Names;
  /** Twice the round, and one more where the item was accepted. */
  readonly #stamps = int32Column();
  #round = 0;
  #accept: Accept = () => true;

  constructor(names: Names) {
    this.#names = names;
  }

  begin(accept: Accept): void {
    this.#stamps.reserve(this.#names.size);
    this.#round = (this.#round % 2 ** 29) + 1;
    if (this.#round === 1) this.#stamps.values.fill(0);
    this.#accept = accept;
  }

  has(item: number): boolean {
    const stamp = integerAt(this.#stamps.values, item);
    if (stamp >> 1 === this.#round) return (stamp & 1) === 1;
    const isAccepted = this.#accept(this.#names.nameOf(item));
    this.#stamps.values[item] = 2 * this.#round + (isAccepted ? 1 : 0);
    return isAccepted;
  }
}
