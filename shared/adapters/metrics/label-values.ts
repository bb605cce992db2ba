/** Of one label, at most so many values are told apart. */
const maxValues = 200;
const maxLength = 100;

/** Keeps the number of time series within bounds, whatever is put into a label. */
export class LabelValues {
  readonly #known = new Map<string, Set<string>>();

  /** The value itself, or `other` where there are too many of them or it is no word. */
  of(label: string, value: string): string {
    const known = this.#known.get(label) ?? new Set();
    this.#known.set(label, known);
    if (known.has(value)) return value;
    if (known.size >= maxValues || value.length > maxLength) return 'other';
    known.add(value);
    return value;
  }
}
