import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { KnownSpace } from './space-registry.js';

/** Of a space that is not there yet. */
export const beginning = 'v1..';

const rangeSchema = z.looseObject({ minInclusive: z.string(), maxExclusive: z.string() });
const placeSchema = z.looseObject({ Continuation: z.array(rangeSchema) });

/** `v1.<key of the space>.<place in the feed of its container>`: a space that was dropped and made again has another key. */
export function cursorOf({ key }: Pick<KnownSpace, 'key'>, place: string | undefined): string {
  const text = place === undefined ? '' : Buffer.from(inOrder(place)).toString('base64url');
  return `v1.${key}.${text}`;
}

/** The place that a cursor stands for; undefined for the beginning. Throws `invalid` for one of no or another space. */
export function placeIn(
  space: Pick<KnownSpace, 'key'> | undefined,
  cursor: string | undefined,
): string | undefined {
  if (cursor === undefined || cursor === beginning) return undefined;
  const encoded = space && cursor.startsWith(cursorOf(space, undefined));
  if (!space || !encoded) throw foreignCursor(cursor);
  const text = cursor.slice(cursorOf(space, undefined).length);
  if (text === '') return undefined;
  const place = Buffer.from(text, 'base64url').toString();
  if (parsed(place) === undefined || cursorOf(space, place) !== cursor) throw foreignCursor(cursor);
  return place;
}

/** The parts of a place come in the order in which they were read; one place has one name. */
function inOrder(place: string): string {
  const value = parsed(place);
  if (value === undefined) return place;
  const Continuation = value.Continuation.toSorted((a, b) =>
    a.minInclusive < b.minInclusive ? -1 : 1,
  );
  return JSON.stringify({ ...value, Continuation });
}

function parsed(place: string): z.output<typeof placeSchema> | undefined {
  try {
    return placeSchema.safeParse(JSON.parse(place)).data;
  } catch {
    return undefined;
  }
}

export const foreignCursor = (cursor: string): AppError =>
  new AppError(
    'invalid',
    `A cursor must be one that this space gave, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
