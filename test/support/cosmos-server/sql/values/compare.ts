import type { Json, Value } from '../syntax/tree.js';

export type TypeName = 'undefined' | 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** The order of types where values of several are sorted (page "ORDER BY clause", "Indexing policies"). */
const rank: Readonly<Record<TypeName, number>> = {
  undefined: 0,
  null: 1,
  boolean: 2,
  number: 3,
  string: 4,
  array: 5,
  object: 6,
};

export function typeOf(value: Value): TypeName {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'boolean';
}

export function isArray(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that two values share exactly when they are equal: objects by their properties in any order. */
export function canonical(value: Value): string {
  if (value === undefined) return 'undefined';
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value === 0 ? 0 : value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Deep equality of JSON. */
export function sameJson(left: Value, right: Value): boolean {
  if (left === right) return true;
  const nested = typeof left === 'object' && typeof right === 'object';
  return nested && canonical(left) === canonical(right);
}

/** The order of two primitive values of one type: negative, zero or positive. Strings by UTF-16 units. */
export function compareAlike(left: Value, right: Value): number {
  if (left === right || left === undefined || right === undefined) return 0;
  if (typeof left === 'object' || typeof right === 'object') {
    return compareAlike(canonical(left), canonical(right));
  }
  return left < right ? -1 : 1;
}

/** The order of any two values: by type first, then by value. */
export function compareAny(left: Value, right: Value): number {
  const types = rank[typeOf(left)] - rank[typeOf(right)];
  return types === 0 ? compareAlike(left, right) : types;
}
