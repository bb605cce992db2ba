import { AppError } from '../../../../domain/errors.js';
import type { ItemDocument } from './item-document.js';

/** The service keeps documents of up to 2 MB as UTF-8, and adds some properties of its own. */
const maxSizeBytes = 2 * 1_024 * 1_024 - 4_096;

/** Throws `too-large` naming the item, before the service does so less clearly. */
export function checkSize({ item, ...document }: ItemDocument): void {
  const sizeBytes = Buffer.byteLength(JSON.stringify({ ...document, item }));
  if (sizeBytes <= maxSizeBytes) return;
  const name = JSON.stringify(item.id.slice(0, 60));
  const message = `the item ${name} takes ${sizeBytes} bytes with its words, ${maxSizeBytes} are possible`;
  throw new AppError('too-large', message);
}

/** Throws `invalid` for an id with a NUL, which not every store can keep: what one refuses the other must. */
export function checkIds(items: readonly { readonly id: string }[]): void {
  const bad = items.find(({ id }) => id.includes('\0'));
  if (bad === undefined) return;
  throw new AppError(
    'invalid',
    `an id must have no NUL in it: ${JSON.stringify(bad.id.slice(0, 60))}`,
  );
}
