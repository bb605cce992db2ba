import { AppError } from '../errors.js';

/** Where a task stands among all, newest first, those of one time by falling id. */
export interface TaskPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** The cursor of a page whose last task stands there. */
export const cursorAfter = ({ createdAt, id }: TaskPlace): string =>
  Buffer.from(`${createdAt}/${id}`).toString('base64url');

/** The place that a cursor stands for. Throws `invalid` for one that no page has given. */
export function placeOfCursor(cursor: string): TaskPlace {
  const text = Buffer.from(cursor, 'base64url').toString();
  const end = text.indexOf('/');
  const place = { createdAt: Number(text.slice(0, end)), id: text.slice(end + 1) };
  if (end > 0 && Number.isFinite(place.createdAt) && cursorAfter(place) === cursor) return place;
  throw new AppError(
    'invalid',
    `A cursor must be the next_cursor of an earlier page, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
}
