import { createHash } from 'node:crypto';
import { AppError } from '../../../domain/errors.js';
import type { Item } from '../../../domain/item.js';
import type { DatasetRecord } from '../../../ports/dataset.js';
import { readFigure, readId, rejected } from './row-checks.js';
import type { RowContext } from './row-reader.js';

const dayMs = 86_400_000;

/** An event as a row gives it: unchecked but for the time. */
export interface EventDraft {
  readonly userId?: unknown;
  readonly sessionId?: unknown;
  readonly itemId: unknown;
  readonly type: unknown;
  /** Milliseconds since 1970. */
  readonly ts: number;
  readonly value?: unknown;
  /** What tells this event from others of the same actor, item and type; the time where not given. */
  readonly position?: string;
  /** What the row says of the item. */
  readonly about?: Partial<Item>;
}

/** The latest time that a row may carry. */
export function latestTime(context: RowContext): number {
  return context.importedAt + dayMs;
}

/** Checks a draft. The id is derived from what happened, so that a row that is read twice is one event. */
export function eventRecord(context: RowContext, draft: EventDraft): DatasetRecord {
  const itemId = readId(draft.itemId, 'item');
  const type = readType(context, draft.type);
  const actor = readActor(draft);
  const what = draft.position ?? String(draft.ts);
  const event = {
    id: deriveId([context.format, actor.userId, actor.sessionId, itemId, type, what]),
    ...actor,
    itemId,
    type,
    ts: draft.ts,
    ...(isAbsent(draft.value) ? {} : { value: readFigure(draft.value, 'value') }),
  };
  return { kind: 'event', event, about: sketchItem(itemId, draft.ts, draft.about) };
}

/** The least that the catalogue needs to show an item that data only mention. */
export function sketchItem(id: string, createdAt: number, known: Partial<Item> = {}): Item {
  return {
    id,
    name: `Item ${id}`,
    categories: [],
    tags: [],
    attributes: {},
    isActive: true,
    createdAt,
    ...known,
  };
}

export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function readActor(draft: EventDraft): { userId?: string; sessionId?: string } {
  const { userId, sessionId } = draft;
  if (isAbsent(userId) && isAbsent(sessionId)) {
    throw new AppError('invalid', 'expected a user or a session, got neither');
  }
  return {
    ...(isAbsent(userId) ? {} : { userId: readId(userId, 'user') }),
    ...(isAbsent(sessionId) ? {} : { sessionId: readId(sessionId, 'session') }),
  };
}

function readType({ options }: RowContext, type: unknown): string {
  const name = isAbsent(type) ? options.defaultType : type;
  if (typeof name === 'string' && options.eventTypes.has(name)) return name;
  throw rejected('type', `one of ${[...options.eventTypes.keys()].join(', ')}`, name);
}

function deriveId(parts: readonly (string | undefined)[]): string {
  const digest = createHash('sha256').update(parts.map((part) => part ?? '').join('\0'));
  return digest.digest('base64url').slice(0, 22);
}
