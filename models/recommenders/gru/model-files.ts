import { AppError } from '../../../shared/domain/errors.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { PriceScale } from '../item-features/price-scale.js';
import { type NetworkShape, weightDims } from './network.js';

const formatVersion = 1;

/** A fitted network, as it is kept: what answers need, and what a later fit can start from. */
export interface SavedGru {
  readonly shape: NetworkShape;
  readonly steps: number;
  /** The newest event that it learned from, milliseconds since 1970 UTC. */
  readonly trainedTo: number;
  /** Ascending; by row of the matrices. */
  readonly itemIds: readonly string[];
  /** items × width: what answers are scored with, of unit length. */
  readonly vectors: Float32Array;
  /** items × width: what was learned of each item beside its features. */
  readonly embeddings: Float32Array;
  /** By name, as `weightDims` has them. */
  readonly weights: Readonly<Record<string, Float32Array>>;
  /** The space that the features were described in; absent where there were none. */
  readonly featureSpace?: { readonly axes: Float32Array; readonly price: PriceScale };
  /** The graph from a history to a query, see `servingGraph`. */
  readonly graph: Uint8Array;
}

interface Header {
  readonly model: 'gru';
  readonly formatVersion: number;
  readonly shape: NetworkShape;
  readonly steps: number;
  readonly trainedTo: number;
  readonly itemIds: readonly string[];
  readonly price?: PriceScale;
}

const headerFile = 'gru.json';

export function writeGru(saved: SavedGru): ModelFiles {
  const { shape, steps, trainedTo, itemIds, featureSpace } = saved;
  const header: Header = {
    ...{ model: 'gru', formatVersion, shape, steps, trainedTo, itemIds },
    ...(featureSpace && { price: featureSpace.price }),
  };
  const files = new Map<string, Uint8Array>([
    [headerFile, new TextEncoder().encode(JSON.stringify(header))],
    ['query.onnx', saved.graph],
    ['item-vectors.f32', bytesOf(saved.vectors)],
    ['embeddings.f32', bytesOf(saved.embeddings)],
  ]);
  if (featureSpace !== undefined) files.set('feature-axes.f32', bytesOf(featureSpace.axes));
  for (const name of Object.keys(weightDims(shape))) {
    files.set(`${name}.f32`, bytesOf(saved.weights[name] ?? new Float32Array(0)));
  }
  return files;
}

/** Throws `invalid` for files of another kind or format, and for matrices of another size than the header says. */
export function readGru(files: ModelFiles): SavedGru {
  const header = readHeader(files);
  const { shape, steps, trainedTo, itemIds, price } = header;
  const matrix = itemIds.length * shape.width;
  const weights = Object.entries(weightDims(shape)).map(([name, dims]) => {
    const length = dims.reduce((product, dim) => product * dim, 1);
    return [name, floatsOf(files, `${name}.f32`, length)] as const;
  });
  return {
    ...{ shape, steps, trainedTo, itemIds },
    vectors: floatsOf(files, 'item-vectors.f32', matrix),
    embeddings: floatsOf(files, 'embeddings.f32', matrix),
    weights: Object.fromEntries(weights),
    ...(price && { featureSpace: { axes: floatsOf(files, 'feature-axes.f32'), price } }),
    graph: fileOf(files, 'query.onnx'),
  };
}

function readHeader(files: ModelFiles): Header {
  const header = parseHeader(new TextDecoder().decode(fileOf(files, headerFile)));
  if (header.model !== 'gru' || header.formatVersion !== formatVersion) {
    throw refusal(
      `${headerFile} is of model ${header.model}, format ${header.formatVersion}; expected gru, format ${formatVersion}`,
    );
  }
  return header;
}

function parseHeader(text: string): Header {
  try {
    return JSON.parse(text) as Header;
  } catch (error) {
    throw refusal(`${headerFile} is no JSON: ${text.slice(0, 40)}`, error);
  }
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  const file = files.get(name);
  if (file === undefined) throw refusal(`${name} is missing, there are ${[...files.keys()]}`);
  return file;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

/** A copy, because bytes read from a file may start anywhere. */
function floatsOf(files: ModelFiles, name: string, length?: number): Float32Array {
  const bytes = fileOf(files, name);
  if (bytes.byteLength % 4 !== 0 || (length ?? bytes.byteLength / 4) * 4 !== bytes.byteLength) {
    throw refusal(`${name} has ${bytes.byteLength} bytes; expected ${(length ?? 0) * 4}`);
  }
  return new Float32Array(bytes.slice().buffer);
}

function refusal(message: string, cause?: unknown): AppError {
  return new AppError('invalid', `not a GRU model: ${message}`, { cause });
}
