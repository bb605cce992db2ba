/**
 * A value as rows of other formats have it: times as ISO 8601 in UTC, whole numbers as numbers where they are exact and
 * as their digits where not, what is no number absent.
 */
export function cell(value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return Array.isArray(value) ? value.map(cell) : value;
}
