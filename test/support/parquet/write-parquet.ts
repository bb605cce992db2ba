import { gzipSync } from 'node:zlib';
import { type Encoded, i32, i64, list, struct, text, varint } from './thrift.js';

export type Cell = string | number | undefined;

export interface WriteOptions {
  readonly rowsInGroup?: number;
  readonly isGzipped?: boolean;
  /** What is said instead of what is so. */
  readonly lies?: {
    readonly pageBytes?: number;
    readonly pageValues?: number;
    readonly runValues?: number;
    readonly groupRows?: number;
    readonly chunkBytes?: number;
  };
}

const [int64, double, byteArray] = [2, 5, 6];

/** A Parquet file of optional columns: texts, whole numbers, or others where one is not whole. */
export function writeParquet(
  columns: Readonly<Record<string, readonly Cell[]>>,
  options: WriteOptions = {},
): Buffer {
  const rowCount = Object.values(columns)[0]?.length ?? 0;
  const { rowsInGroup = Math.max(1, rowCount), lies = {} } = options;
  const pieces = [Buffer.from('PAR1')];
  const groups: Encoded[] = [];
  for (let start = 0; start < rowCount; start += rowsInGroup) {
    const chunks = Object.entries(columns).map(([name, cells]) => {
      const offset = pieces.reduce((sum, { length }) => sum + length, 0);
      const part = cells.slice(start, start + rowsInGroup);
      const { bytes, facts } = chunk(name, part, { type: typeOf(cells), offset }, options);
      pieces.push(bytes);
      return facts;
    });
    const rows = lies.groupRows ?? Math.min(rowsInGroup, rowCount - start);
    groups.push(struct({ 1: list(chunks), 2: i64(0), 3: i64(rows) }));
  }
  const names = Object.entries(columns);
  const root = struct({ 4: text('schema'), 5: i32(names.length) });
  const schema = list([root, ...names.map(([name, cells]) => element(name, typeOf(cells)))]);
  const footer = struct({ 1: i32(1), 2: schema, 3: i64(rowCount), 4: list(groups) }).bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...pieces, footer, length, Buffer.from('PAR1')]);
}

function typeOf(cells: readonly Cell[]): number {
  if (cells.some((each) => typeof each === 'string')) return byteArray;
  return cells.every((each) => each === undefined || Number.isSafeInteger(each)) ? int64 : double;
}

/** Optional; texts are UTF-8. */
function element(name: string, type: number): Encoded {
  const optional = { 1: i32(type), 3: i32(1), 4: text(name) };
  return struct(type === byteArray ? { ...optional, 6: i32(0) } : optional);
}

function chunk(
  name: string,
  cells: readonly Cell[],
  { type, offset }: { readonly type: number; readonly offset: number },
  { isGzipped = false, lies = {} }: WriteOptions,
) {
  const page = Buffer.concat([
    levels(cells, lies.runValues),
    ...cells.map((each) => plain(each, type)),
  ]);
  const packed = isGzipped ? gzipSync(page) : page;
  const about = struct({
    1: i32(lies.pageValues ?? cells.length),
    2: i32(0),
    3: i32(3),
    4: i32(3),
  });
  const pageBytes = lies.pageBytes ?? page.length;
  const header = struct({ 1: i32(0), 2: i32(pageBytes), 3: i32(packed.length), 5: about });
  const bytes = Buffer.concat([header.bytes, packed]);
  const meta = struct({
    ...{ 1: i32(type), 2: list([i32(0)]), 3: list([text(name)]), 4: i32(isGzipped ? 2 : 0) },
    ...{ 5: i64(cells.length), 6: i64(lies.chunkBytes ?? header.bytes.length + page.length) },
    ...{ 7: i64(bytes.length), 9: i64(offset) },
  });
  return { bytes, facts: struct({ 2: i64(offset), 3: meta }) };
}

/** Which cells there are, a run each. */
function levels(cells: readonly Cell[], runValues = 1): Buffer {
  const runs = cells.map((each) =>
    Buffer.concat([varint(BigInt(runValues) * 2n), Buffer.from([each === undefined ? 0 : 1])]),
  );
  const bytes = Buffer.concat(runs);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function plain(value: Cell, type: number): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  const bytes = Buffer.alloc(8);
  if (type === int64) bytes.writeBigInt64LE(BigInt(value));
  else if (type === double) bytes.writeDoubleLE(Number(value));
  else {
    const content = Buffer.from(String(value));
    bytes.writeUInt32LE(content.length);
    return Buffer.concat([bytes.subarray(0, 4), content]);
  }
  return bytes;
}
