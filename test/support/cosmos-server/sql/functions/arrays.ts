import type { Json, Value } from '../syntax/tree.js';
import { canonical, isArray, isObject, sameJson } from '../values/compare.js';
import { type BuiltIn, type BuiltIns, isDefined, isNumber } from './built-in.js';

const many = Number.POSITIVE_INFINITY;

function ofArrays(
  least: number,
  compute: (lists: readonly (readonly Json[])[]) => Value,
  most = least,
): BuiltIn {
  return { least, most, run: (values) => (values.every(isArray) ? compute(values) : undefined) };
}

function searching(holds: (list: readonly Json[], wanted: readonly Value[]) => boolean): BuiltIn {
  return {
    least: 2,
    most: many,
    run: ([list, ...wanted]) => (isArray(list) ? holds(list, wanted) : undefined),
  };
}

function has(list: readonly Json[], wanted: Value): boolean {
  return isDefined(wanted) && list.some((each) => sameJson(each, wanted));
}

/** Whether an object has at least the properties of another, or is equal to a value that is no object (page "ARRAY_CONTAINS"). */
function includesPart(whole: Json, part: Json): boolean {
  if (!isObject(whole) || !isObject(part)) return sameJson(whole, part);
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(whole, key) && includesPart(whole[key] ?? null, value),
  );
}

function distinct(list: readonly Json[]): readonly Json[] {
  return [...new Map(list.map((each) => [canonical(each), each])).values()];
}

/** Pages "Array functions" and "Set functions in Azure Cosmos DB for NoSQL", and the page of each function. */
export const arrayFunctions: BuiltIns = {
  ARRAY_CONCAT: ofArrays(2, (lists) => lists.flat(), many),
  ARRAY_LENGTH: ofArrays(1, ([list = []]) => list.length),
  ARRAY_CONTAINS: {
    least: 2,
    most: 3,
    run: ([list, wanted, partial = false]) => {
      if (!isArray(list) || !isDefined(wanted)) return undefined;
      return partial === true ? list.some((each) => includesPart(each, wanted)) : has(list, wanted);
    },
  },
  ARRAY_CONTAINS_ANY: searching((list, wanted) => wanted.some((each) => has(list, each))),
  ARRAY_CONTAINS_ALL: searching((list, wanted) => wanted.every((each) => has(list, each))),
  ARRAY_SLICE: {
    least: 2,
    most: 3,
    run: ([list, start, length = many]) => {
      if (!isArray(list) || !isNumber(start) || !isNumber(length)) return undefined;
      const from = start < 0 ? Math.max(0, list.length + start) : start;
      return list.slice(from, from + Math.max(0, length));
    },
  },
  SETINTERSECT: ofArrays(2, ([left = [], right = []]) =>
    distinct(left).filter((each) => has(right, each)),
  ),
  SETUNION: ofArrays(2, ([left = [], right = []]) => distinct([...left, ...right])),
  SETDIFFERENCE: ofArrays(2, ([left = [], right = []]) =>
    distinct(left).filter((each) => !has(right, each)),
  ),
  CHOOSE: {
    least: 2,
    most: many,
    run: ([index, ...choices]) => (isNumber(index) ? choices[index - 1] : undefined),
  },
};
