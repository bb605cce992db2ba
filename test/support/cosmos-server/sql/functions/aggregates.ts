import type { Json, Value } from '../syntax/tree.js';
import { canonical, compareAny } from '../values/compare.js';
import { finite } from '../values/operators.js';
import { isDefined, isNumber } from './built-in.js';

type Aggregate = (values: readonly Value[]) => Value;

/** A number as soon as all that is defined are numbers; other types spoil the whole (pages "SUM", "AVG"). */
function numbers(values: readonly Value[]): readonly number[] | undefined {
  const defined = values.filter(isDefined);
  return defined.every(isNumber) ? defined : undefined;
}

function total(values: readonly Value[]): number | undefined {
  const found = numbers(values);
  return found && finite(found.reduce((sum, each) => sum + each, 0));
}

/** The least or greatest primitive by the order of types; an array or object spoils the whole (pages "MIN", "MAX"). */
function extreme(sign: 1 | -1): Aggregate {
  return (values) => {
    const defined = values.filter(isDefined);
    if (defined.some((each) => typeof each === 'object' && each !== null)) return undefined;
    return defined.reduce<Value>(
      (best, each) => (best === undefined || compareAny(each, best) * sign < 0 ? each : best),
      undefined,
    );
  };
}

function average(values: readonly Value[]): Value {
  const found = numbers(values);
  return found && found.length > 0
    ? finite((total(found) ?? Number.NaN) / found.length)
    : undefined;
}

function distinct(values: readonly Value[]): readonly Json[] {
  return [...new Map(values.filter(isDefined).map((each) => [canonical(each), each])).values()];
}

/** Page "Aggregate functions in Azure Cosmos DB for NoSQL"; each gets one value per row of its group. */
export const aggregates: Readonly<Record<string, Aggregate>> = {
  COUNT: (values) => values.filter(isDefined).length,
  COUNTIF: (values) => values.filter((each) => each === true).length,
  SUM: total,
  AVG: average,
  MIN: extreme(1),
  MAX: extreme(-1),
  MAKELIST: (values) => values.filter(isDefined),
  MAKESET: distinct,
};

/** Whether a name, in any case, is that of an aggregate. */
export function isAggregate(name: string): boolean {
  return Object.hasOwn(aggregates, name.toUpperCase());
}
