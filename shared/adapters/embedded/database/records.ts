import { AppError } from '../../../domain/errors.js';
import type { ShopEvent } from '../../../domain/event.js';
import type { Attributes, Item } from '../../../domain/item.js';
import { type Task, taskStatuses } from '../../../domain/tasks/task.js';
import type { Session, User } from '../../../domain/user.js';
import type { Row, SqlValue } from './sqlite.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isFlag: Check = (value) => typeof value === 'boolean';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const itemFields: readonly (readonly [keyof Item, Check])[] = [
  ['id', isText],
  ['name', isText],
  ['description', maybe(isText)],
  ['categories', isTexts],
  ['tags', isTexts],
  ['price', maybe(isNumber)],
  ['currency', maybe(isText)],
  ['seller', maybe(isText)],
  ['imageUrl', maybe(isText)],
  ['url', maybe(isText)],
  ['attributes', isObject],
  ['isActive', isFlag],
  ['createdAt', isNumber],
];

export function encodeItem(item: Item): string {
  return JSON.stringify(item);
}

export function decodeItem(column: unknown): Item {
  return record<Item>('an item', itemFields, column);
}

/** In the order of the columns of `events` from `id` on. */
export function encodeEvent(event: ShopEvent): readonly SqlValue[] {
  return [
    event.id,
    event.userId ?? null,
    event.sessionId ?? null,
    event.itemId,
    event.type,
    event.ts,
    event.value ?? null,
    event.recommendationId ?? null,
    event.attributedModel ?? null,
  ];
}

/** Of `seq` and the columns that `encodeEvent` gives. Written out field by field: a start-up reads every event there is. */
export function decodeEvent(row: Row): ShopEvent {
  const [, id, userId, sessionId, itemId, type, ts, value, recommendationId, attributedModel] = row;
  const event: Writable<ShopEvent> = {
    id: text(id),
    itemId: text(itemId),
    type: text(type),
    ts: number(ts),
  };
  if (userId !== null) event.userId = text(userId);
  if (sessionId !== null) event.sessionId = text(sessionId);
  if (value !== null) event.value = number(value);
  if (recommendationId !== null) event.recommendationId = text(recommendationId);
  if (attributedModel !== null) event.attributedModel = text(attributedModel);
  return event;
}

/** Of `id, features, created_at`. */
export function decodeUser([id, features, createdAt]: Row): User {
  const value = parsed(features);
  return { id: text(id), features: value as Attributes, createdAt: number(createdAt) };
}

/** Of `id, user_id, started_at, last_seen_at, event_count`. */
export function decodeSession([id, userId, startedAt, lastSeenAt, eventCount]: Row): Session {
  return {
    id: text(id),
    ...(userId === null ? {} : { userId: text(userId) }),
    startedAt: number(startedAt),
    lastSeenAt: number(lastSeenAt),
    eventCount: number(eventCount),
  };
}

const taskFields: readonly (readonly [keyof Task, Check])[] = [
  ['id', isText],
  ['kind', isText],
  ['status', (value) => taskStatuses.some((status) => status === value)],
  ['stage', isText],
  ['progress', isNumber],
  ['etaMs', maybe(isNumber)],
  ['isCancelRequested', isFlag],
  ['createdAt', isNumber],
  ['endedAt', maybe(isNumber)],
  ['reason', maybe(isText)],
  ['revision', isNumber],
];

export function decodeTask(column: unknown): Task {
  return record<Task>('a task', taskFields, column);
}

export function decodeTexts(column: unknown): readonly string[] {
  const value = fromJson(column);
  if (!isTexts(value)) throw unreadable('a list of ids', column);
  return value as readonly string[];
}

/** Rows that SQLite put together with `json_group_array(json_array(…))`. */
export function decodeRows(column: unknown): readonly Row[] {
  const value = fromJson(column);
  if (!Array.isArray(value) || !value.every(Array.isArray)) throw unreadable('rows', column);
  return value;
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw unreadable('a text', value);
  return value;
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw unreadable('a number', value);
  return value;
}

/** An object as JSON, each of whose fields was looked at. */
function record<T>(
  what: string,
  fields: readonly (readonly [keyof T, Check])[],
  column: unknown,
): T {
  const value = parsed(column);
  for (const [field, check] of fields) {
    if (!check((value as Partial<T>)[field])) {
      throw unreadable(`${what}'s ${String(field)}`, column);
    }
  }
  return value as T;
}

function parsed(column: unknown): unknown {
  const value = fromJson(column);
  if (!isObject(value)) throw unreadable('a record', column);
  return value;
}

/** Undefined where the column holds no JSON. */
function fromJson(column: unknown): unknown {
  try {
    return JSON.parse(text(column));
  } catch {
    return undefined;
  }
}

function unreadable(expected: string, value: unknown): AppError {
  const found = String(value).slice(0, 80);
  return new AppError(
    'unavailable',
    `The store holds something else than ${expected}: ${found}. Restore its folder from a copy`,
  );
}
