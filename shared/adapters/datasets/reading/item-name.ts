import { createHash } from 'node:crypto';
import { shortened } from './row-checks.js';

const maxSlugLength = 100;

/**
 * The id of a product that is known by its name only: its letters and digits in lower case, dashes between. Names that
 * differ in case, spaces or signs alone are one product. A name that is long or without letters ends in a digest.
 */
export function itemIdOfName(name: string): string {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const slug = words.join('-');
  if (slug !== '' && slug.length <= maxSlugLength) return slug;
  const digest = createHash('sha256')
    .update(slug || name)
    .digest('hex')
    .slice(0, 12);
  return `${shortened(slug, maxSlugLength)}-${digest}`.replace(/^-/, 'item-');
}
