import { AppError } from '../../../shared/domain/errors.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { SparseWeights } from './sparse-weights.js';

/** A fitted model: its weights, and the id of each of its items. */
export interface EaseParts {
  readonly itemIds: readonly string[];
  readonly weights: SparseWeights;
}

const format = 1;
const headName = 'ease.json';
const arrayNames = {
  starts: 'starts.i32',
  columns: 'columns.u16',
  weights: 'weights.i8',
  scales: 'scales.f32',
} as const;

interface Head {
  readonly format: number;
  readonly itemIds: readonly string[];
}

/** Numbers are little-endian. */
export function encodeEase({ itemIds, weights }: EaseParts): ModelFiles {
  const head: Head = { format, itemIds };
  return new Map([
    [headName, new TextEncoder().encode(JSON.stringify(head))],
    [arrayNames.starts, new Uint8Array(weights.starts.buffer)],
    [arrayNames.columns, new Uint8Array(weights.columns.buffer)],
    [arrayNames.weights, new Uint8Array(weights.weights.buffer)],
    [arrayNames.scales, new Uint8Array(weights.scales.buffer)],
  ]);
}

/** Throws `invalid` where a file is missing, cut short or of another format. */
export function decodeEase(files: ModelFiles): EaseParts {
  const { itemIds } = decodeHead(fileOf(files, headName));
  const starts = new Int32Array(bufferOf(files, arrayNames.starts, 4 * (itemIds.length + 1)));
  const count = starts.at(-1) ?? 0;
  const columns = new Uint16Array(bufferOf(files, arrayNames.columns, 2 * count));
  if (columns.some((column) => column >= itemIds.length)) refuse('a column is beyond its items');
  const weights = new Int8Array(bufferOf(files, arrayNames.weights, count));
  const scales = new Float32Array(bufferOf(files, arrayNames.scales, 4 * itemIds.length));
  return { itemIds, weights: { starts, columns, weights, scales } };
}

function refuse(message: string, cause?: unknown): never {
  throw new AppError('invalid', `not an EASE model: ${message}`, { cause });
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  const held = [...files.keys()].join(', ') || 'no files';
  return files.get(name) ?? refuse(`${name} is missing among ${held}`);
}

function decodeHead(bytes: Uint8Array): Head {
  const head = parse(new TextDecoder().decode(bytes));
  if (head.format !== format) refuse(`${headName} is of format ${head.format}, expected ${format}`);
  if (!Array.isArray(head.itemIds)) refuse(`${headName} lacks itemIds`);
  return head;
}

function parse(text: string): Head {
  try {
    return JSON.parse(text) as Head;
  } catch (cause) {
    return refuse(`${headName} is not JSON`, cause);
  }
}

/** A copy, because a file may start at any byte of its buffer. */
function bufferOf(files: ModelFiles, name: string, sizeBytes: number): ArrayBuffer {
  const bytes = fileOf(files, name);
  if (bytes.byteLength !== sizeBytes) {
    refuse(`${name} has ${bytes.byteLength} bytes, expected ${sizeBytes}`);
  }
  return new Uint8Array(bytes).buffer;
}
