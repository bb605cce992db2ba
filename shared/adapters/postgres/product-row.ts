import { checkSourceProduct } from '../../contracts/source-product.js';
import type { SourceField } from '../../domain/source-product.js';
import type { SourceRow } from '../../ports/product-source.js';

type Read = (value: unknown) => unknown;

const flags = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1', 'active'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0', 'inactive', ''].map((word) => [word, false] as const),
]);
/** Characters of a description that are kept; shops have been seen to keep whole web pages there. */
export const mostDescribed = 10_000;

/** What cannot be read stays as it is, for the catalogue's rules to say what is wrong with it. */
const line: Read = (value) => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replace(/[\p{Cc}\s]+/gu, ' ').trim() || null : value;
};

const prose: Read = (value) => {
  if (typeof value !== 'string') return value;
  const readable = value.replace(/(?![\n\r\t])\p{Cc}/gu, ' ').trim();
  return readable.slice(0, mostDescribed).replace(/[\uD800-\uDBFF]$/, '') || null;
};

/** A list, or texts between commas. */
const labels: Read = (value) => {
  if (value === null) return [];
  const parts = typeof value === 'string' ? value.split(',') : value;
  return Array.isArray(parts) ? parts.map(line).filter((part) => part !== null) : value;
};

const figure: Read = (value) =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;

const flag: Read = (value) => {
  if (value === null) return false;
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'string' ? (flags.get(value.trim().toLowerCase()) ?? value) : value;
};

const instant: Read = (value) => value ?? undefined;

/** By our field: what the API calls it, and how it is read. */
const readers: Readonly<Record<Exclude<SourceField, 'id'>, readonly [string, Read]>> = {
  name: ['name', line],
  description: ['description', prose],
  categories: ['categories', labels],
  tags: ['tags', labels],
  price: ['price', figure],
  currency: ['currency', line],
  seller: ['seller', line],
  imageUrl: ['image_url', line],
  url: ['url', line],
  isActive: ['is_active', flag],
  createdAt: ['created_at', instant],
};

/** The product of a row, or what is wrong with it. A source that does not say so has active products only. */
export function readRow(id: string, fields: unknown): SourceRow {
  const said = new Map<string, unknown>(Object.entries(fields ?? {}));
  const input: Record<string, unknown> = { id, is_active: true };
  for (const [field, [name, read]] of Object.entries(readers)) {
    if (said.has(field)) input[name] = read(said.get(field));
  }
  const checked = checkSourceProduct(input);
  if (checked.ok) return { id, product: checked.value };
  const reasons = checked.complaints.map(({ path, message }) => `${path}: ${message}`);
  return { id, reason: reasons.slice(0, 3).join('; ') };
}
