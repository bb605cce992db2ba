/** An id as it came: an integer is given back as an integer. */
export type NumericId = string | number;

/** The integer that `id` is written as, and only as; any other id stays text. */
export function toNumericId(id: string): NumericId {
  const value = Number(id);
  return Number.isSafeInteger(value) && String(value) === id ? value : id;
}
