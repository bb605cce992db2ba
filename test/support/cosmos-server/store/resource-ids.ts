/** Base64 as resource ids are written: a slash would break their paths. */
const written = (bytes: Buffer) => bytes.toString('base64').replaceAll('/', '-');

/** 4 bytes for a database, 4 more for a container in it, 8 more for a document in that. */
export function databaseRid(database: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(database);
  return written(bytes);
}

export const containerRid = (database: number, container: number): string =>
  written(containerBytes(database, container));

export function documentRid(database: number, container: number, document: number): string {
  const bytes = Buffer.alloc(8);
  // The SDK reads these bytes the little-endian way, and sorts by them (`RidSkipCountFilter`).
  bytes.writeBigUInt64LE(BigInt(document));
  return written(Buffer.concat([containerBytes(database, container), bytes]));
}

function containerBytes(database: number, container: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(database);
  bytes.writeUInt32BE(0x8000_0000 + container, 4);
  return bytes;
}

/** Unlike any other of the same resource: `parts` are counters, `timeSeconds` when it was written. */
export function etagOf(parts: readonly [number, number], timeSeconds: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const [first, second] = parts;
  return `"${hex(first, 8)}-${hex(second, 4)}-0000-0000-${hex(timeSeconds, 8)}0000"`;
}

/** Of a document by its resource id. */
export const documentNumber = (rid: string): number =>
  Number(Buffer.from(rid.replaceAll('-', '/'), 'base64').readBigUInt64LE(8));
