import type { ShopEvent } from '../../../domain/event.js';
import type { Attributes, Item } from '../../../domain/item.js';
import type { Session, User } from '../../../domain/user.js';
import {
  fromJson,
  isFlag,
  isNumber,
  isObject,
  isText,
  isTexts,
  maybe,
  number,
  parsed,
  type RecordFields,
  record,
  text,
  unreadable,
} from './columns.js';
import type { Row, SqlValue } from './sqlite.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const itemFields: RecordFields<Item> = [
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

/** Rows that SQLite put together with `json_group_array(json_array(…))`. */
export function decodeRows(column: unknown): readonly Row[] {
  const value = fromJson(column);
  if (!Array.isArray(value) || !value.every(Array.isArray)) throw unreadable('rows', column);
  return value;
}
