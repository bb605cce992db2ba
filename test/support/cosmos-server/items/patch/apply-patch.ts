import { pathNames } from '../../partitions/partition-key.js';
import { isObject, type JsonObject } from '../../wire/json.js';
import { badRequest } from '../../wire/service-error.js';
import type { PatchOperation } from './patch-operation.js';

type Slot = Record<string, unknown> | unknown[];

/** One operation on a copy of the document. Throws 400 where its path leads nowhere. */
export function applyPatch(document: JsonObject, operation: PatchOperation): JsonObject {
  const copy = structuredClone(document);
  change(copy, operation);
  return copy;
}

function change(document: JsonObject, operation: PatchOperation): void {
  const { op, path } = operation;
  if (op === 'move') {
    const value = valueAt(document, operation.from);
    take(document, operation.from);
    put(document, path, value);
  } else if (op === 'remove') {
    take(document, path);
  } else if (op === 'incr') {
    increment(document, path, operation.value);
  } else if (op === 'add') {
    put(document, path, operation.value, 'insert');
  } else {
    if (op === 'replace') valueAt(document, path);
    put(document, path, operation.value);
  }
}

const unreachable = (path: string) =>
  badRequest(`For the operation of the patch, the path ${path} was not found in the document.`);

/** The object or array that holds the last name of a path. */
function parentOf(document: JsonObject, path: string): readonly [Slot, string] {
  const names = pathNames(path);
  let slot: unknown = document;
  for (const name of names.slice(0, -1)) slot = isSlot(slot) ? at(slot, name) : undefined;
  if (!isSlot(slot)) throw unreachable(path);
  return [slot, names.at(-1) ?? ''];
}

const isSlot = (value: unknown): value is Slot => Array.isArray(value) || isObject(value);

const at = (slot: Slot, name: string): unknown =>
  Array.isArray(slot) ? slot[Number(name)] : Object.hasOwn(slot, name) ? slot[name] : undefined;

function valueAt(document: JsonObject, path: string): unknown {
  const [slot, name] = parentOf(document, path);
  const value = at(slot, name);
  if (value === undefined) throw unreachable(path);
  return value;
}

function put(document: JsonObject, path: string, value: unknown, mode?: 'insert'): void {
  const [slot, name] = parentOf(document, path);
  if (!Array.isArray(slot)) {
    slot[name] = value;
    return;
  }
  const index = name === '-' ? slot.length : indexOf(name, slot.length, path);
  slot.splice(index, mode === 'insert' ? 0 : 1, value);
}

function indexOf(name: string, length: number, path: string): number {
  const index = Number(name);
  if (/^\d+$/.test(name) && index <= length) return index;
  throw badRequest(`The path ${path} of the patch is outside of its array of ${length}.`);
}

function take(document: JsonObject, path: string): void {
  valueAt(document, path);
  const [slot, name] = parentOf(document, path);
  if (Array.isArray(slot)) slot.splice(Number(name), 1);
  else delete slot[name];
}

function increment(document: JsonObject, path: string, by: number): void {
  const [slot, name] = parentOf(document, path);
  const value = at(slot, name);
  if (value !== undefined && typeof value !== 'number') {
    throw badRequest(`The path ${path} cannot be incremented: its value is no number.`);
  }
  put(document, path, (value ?? 0) + by);
}
