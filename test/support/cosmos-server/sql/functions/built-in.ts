import type { Json, Value } from '../syntax/tree.js';

/** A function of the dialect: how many arguments it takes, and what it gives for their values. */
export interface BuiltIn {
  readonly least: number;
  readonly most: number;
  /** `nowMs` is the time of the query, in ms since 1970. A value of a wrong type gives undefined, never an error. */
  readonly run: (values: readonly Value[], nowMs: number) => Value;
}

/** Names are in capitals; a query may write them in any case. */
export type BuiltIns = Readonly<Record<string, BuiltIn>>;

/** A function whose arguments must all be strings. */
export function ofStrings(
  least: number,
  compute: (texts: readonly string[]) => Value,
  most = least,
): BuiltIn {
  return { least, most, run: (values) => (values.every(isString) ? compute(values) : undefined) };
}

/** A function whose arguments must all be numbers; what JSON has no number for becomes undefined. */
export function ofNumbers(
  least: number,
  compute: (numbers: readonly number[]) => number,
  most = least,
): BuiltIn {
  return {
    least,
    most,
    run: (values) => {
      if (!values.every(isNumber)) return undefined;
      const computed = compute(values);
      return Number.isFinite(computed) ? computed : undefined;
    },
  };
}

/** A function of one argument of any type. */
export function ofAnything(compute: (value: Value) => Value): BuiltIn {
  return { least: 1, most: 1, run: ([value]) => compute(value) };
}

export function isString(value: Value): value is string {
  return typeof value === 'string';
}

export function isNumber(value: Value): value is number {
  return typeof value === 'number';
}

export function isDefined(value: Value): value is Json {
  return value !== undefined;
}
