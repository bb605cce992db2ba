import type { Item } from './item.js';

/** Of a description: encoders read the beginning, and the beginning says what it is. */
const mostDescribed = 2_000;

/** An item in words, what tells most comes first: encoders leave out the end of what is too long for them. */
export function textOf({ name, categories, tags, description = '' }: Item): string {
  const parts = [name, categories.join(', '), tags.join(', '), description.slice(0, mostDescribed)];
  return parts.filter((part) => part !== '').join('. ');
}
