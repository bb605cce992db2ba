import { isArray, isObject } from '../values/compare.js';
import { type BuiltIns, isDefined, isNumber, isString, ofAnything } from './built-in.js';

/** Page "Type checking functions in Azure Cosmos DB for NoSQL": each gives a boolean for whatever it is asked, undefined too. */
export const typeFunctions: BuiltIns = {
  IS_DEFINED: ofAnything(isDefined),
  IS_NULL: ofAnything((value) => value === null),
  IS_BOOL: ofAnything((value) => typeof value === 'boolean'),
  IS_NUMBER: ofAnything(isNumber),
  IS_FINITE_NUMBER: ofAnything(isNumber),
  IS_INTEGER: ofAnything((value) => Number.isInteger(value)),
  IS_STRING: ofAnything(isString),
  IS_ARRAY: ofAnything(isArray),
  IS_OBJECT: ofAnything(isObject),
  IS_PRIMITIVE: ofAnything(
    (value) => isDefined(value) && (value === null || typeof value !== 'object'),
  ),
  IIF: {
    least: 3,
    most: 3,
    run: ([test, yes, no]) => (test === true ? yes : no),
  },
};
