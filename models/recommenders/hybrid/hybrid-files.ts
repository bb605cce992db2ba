import { AppError } from '../../../shared/domain/errors.js';
import { eventKinds } from '../../../shared/domain/event.js';
import type { ModelFiles } from '../../../shared/ports/training.js';

/** What answers need of a fitted model. */
export interface HybridParts {
  readonly dimension: number;
  /** Items that can be ranked, ascending. */
  readonly itemIds: readonly string[];
  /** items × dimension, row-major. */
  readonly itemVectors: Float32Array;
  readonly itemBiases: Float32Array;
  readonly traits: readonly string[];
  /** traits × dimension, row-major. */
  readonly traitVectors: Float32Array;
  /** dimension × dimension each, see `placeOf`. */
  readonly foldIn: Float32Array;
  readonly foldInBesideTraits: Float32Array;
  /** By index of `eventKinds`: what such an event weighs in a history. */
  readonly kindWeights: readonly number[];
}

const format = 1;
const headName = 'hybrid.json';
const arrayNames = {
  itemVectors: 'item-vectors.f32',
  itemBiases: 'item-biases.f32',
  traitVectors: 'trait-vectors.f32',
  foldIn: 'fold-in.f32',
  foldInBesideTraits: 'fold-in-beside-traits.f32',
} as const;

interface Head {
  readonly format: number;
  readonly dimension: number;
  readonly itemIds: readonly string[];
  readonly traits: readonly string[];
  readonly kindWeights: readonly number[];
}

/** Floats are little-endian. */
export function encodeHybrid(parts: HybridParts): ModelFiles {
  const { dimension, itemIds, traits, kindWeights } = parts;
  const head: Head = { format, dimension, itemIds, traits, kindWeights };
  return new Map([
    [headName, new TextEncoder().encode(JSON.stringify(head))],
    [arrayNames.itemVectors, bytesOf(parts.itemVectors)],
    [arrayNames.itemBiases, bytesOf(parts.itemBiases)],
    [arrayNames.traitVectors, bytesOf(parts.traitVectors)],
    [arrayNames.foldIn, bytesOf(parts.foldIn)],
    [arrayNames.foldInBesideTraits, bytesOf(parts.foldInBesideTraits)],
  ]);
}

/** Throws `invalid` where a file is missing, cut short or of another format. */
export function decodeHybrid(files: ModelFiles): HybridParts {
  const { dimension, itemIds, traits, kindWeights } = decodeHead(fileOf(files, headName));
  return {
    ...{ dimension, itemIds, traits, kindWeights },
    itemVectors: floatsOf(files, arrayNames.itemVectors, itemIds.length * dimension),
    itemBiases: floatsOf(files, arrayNames.itemBiases, itemIds.length),
    traitVectors: floatsOf(files, arrayNames.traitVectors, traits.length * dimension),
    foldIn: floatsOf(files, arrayNames.foldIn, dimension ** 2),
    foldInBesideTraits: floatsOf(files, arrayNames.foldInBesideTraits, dimension ** 2),
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function refuse(message: string, cause?: unknown): never {
  throw new AppError('invalid', `not a hybrid model: ${message}`, { cause });
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  return (
    files.get(name) ??
    refuse(`${name} is missing among ${[...files.keys()].join(', ') || 'no files'}`)
  );
}

function decodeHead(bytes: Uint8Array): Head {
  const head = parse(new TextDecoder().decode(bytes));
  if (head.format !== format) refuse(`${headName} is of format ${head.format}, expected ${format}`);
  const { dimension, itemIds, traits, kindWeights } = head;
  const isWhole =
    Number.isInteger(dimension) &&
    [itemIds, traits].every((list) => Array.isArray(list)) &&
    kindWeights?.length === eventKinds.length;
  if (!isWhole) refuse(`${headName} lacks some of dimension, itemIds, traits and kindWeights`);
  return head;
}

function parse(text: string): Head {
  try {
    return (JSON.parse(text) ?? {}) as Head;
  } catch (cause) {
    return refuse(`${headName} is not JSON`, cause);
  }
}

/** A copy, because a file may start at any byte of its buffer. */
function floatsOf(files: ModelFiles, name: string, length: number): Float32Array {
  const bytes = fileOf(files, name);
  if (bytes.byteLength !== length * 4) {
    refuse(`${name} has ${bytes.byteLength} bytes, expected ${length * 4}`);
  }
  return new Float32Array(bytes.slice().buffer);
}
