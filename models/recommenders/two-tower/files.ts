import { AppError } from '../../../shared/domain/errors.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { PriceScale } from '../item-features/price-scale.js';
import { type TowerShape, weightShapes } from './towers.js';

const format = 'two-tower/1';

/** What a trained model is, beside its numbers. */
interface Card {
  readonly shape: TowerShape;
  readonly historyLimit: number;
  readonly usesClock: boolean;
  readonly itemIds: readonly string[];
  /** By row of the trait table, the label table. */
  readonly traits: readonly string[];
  readonly labels: readonly string[];
  readonly price: PriceScale;
  readonly textDimension: number;
  /** Time of the newest event learnt from. */
  readonly trainedTo: number;
  /** Events that the last training from scratch had. */
  readonly coldEvents: number;
}

export interface TwoTowerState {
  readonly card: Card;
  /** items × dimension: what the towers make of an item, not scaled to unit length; rows in the order of ids. */
  readonly items: Float32Array;
  /** items × dimension: the part of it that belongs to the id alone. */
  readonly embeddings: Float32Array;
  /** labels × dimension, traits × dimension. */
  readonly labels: Float32Array;
  readonly traits: Float32Array;
  /** Of the item texts, see `ItemSpace`. */
  readonly axes: Float32Array;
  /** Dense weights by name. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly userTower: Uint8Array;
}

const tables = ['items', 'embeddings', 'labels', 'traits', 'axes'] as const;

export function writeFiles(state: TwoTowerState): ModelFiles {
  const files = new Map<string, Uint8Array>();
  files.set('two-tower.json', Buffer.from(JSON.stringify({ format, ...state.card })));
  for (const name of tables) {
    // Without features an item is what was learnt of its id: written once.
    const isSame = name === 'embeddings' && state.embeddings === state.items;
    if (!isSame) files.set(`${name}.f32`, bytesOf(state[name]));
  }
  for (const [name, values] of state.weights) files.set(`${name}.f32`, bytesOf(values));
  files.set('user-tower.onnx', state.userTower);
  return files;
}

/** Throws `invalid` for files of another format or size, saying which was expected. */
export function readFiles(files: ModelFiles): TwoTowerState {
  const card = readCard(files);
  const { itemIds, labels, traits, shape } = card;
  const { dimension } = shape;
  const items = floatsOf(files, 'items.f32', itemIds.length * dimension);
  const weights = Object.entries(weightShapes(shape)).map(([name, [rows, columns = 1]]) => {
    return [name, floatsOf(files, `${name}.f32`, rows * columns)] as const;
  });
  return {
    card,
    items,
    embeddings: files.has('embeddings.f32')
      ? floatsOf(files, 'embeddings.f32', items.length)
      : items,
    labels: floatsOf(files, 'labels.f32', labels.length * dimension),
    traits: floatsOf(files, 'traits.f32', traits.length * dimension),
    axes: floatsOf(files, 'axes.f32'),
    weights: new Map(weights),
    userTower: fileOf(files, 'user-tower.onnx'),
  };
}

function readCard(files: ModelFiles): Card {
  const text = Buffer.from(fileOf(files, 'two-tower.json')).toString('utf8');
  const card = parse(text);
  if (card.format === format && isWhole(card)) return card;
  const found = JSON.stringify(card.format ?? text.slice(0, 40));
  throw new AppError('invalid', `a model of format ${format} was expected, but it is ${found}`);
}

function parse(text: string): Partial<Card> & { readonly format?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch (cause) {
    throw notJson(text, cause);
  }
}

function notJson(text: string, cause: unknown): AppError {
  const start = JSON.stringify(text.slice(0, 40));
  return new AppError('invalid', `two-tower.json should be JSON, it starts ${start}`, { cause });
}

/** Written by this file alone, and hashed where it is kept: what matters is that no part is missing. */
function isWhole(card: Partial<Card>): card is Card {
  const { itemIds, labels, traits, shape } = card;
  return [itemIds, labels, traits].every(Array.isArray) && shape !== undefined;
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  const file = files.get(name);
  if (file !== undefined) return file;
  const found = [...files.keys()].join(', ') || 'none';
  throw new AppError('invalid', `a two-tower model needs the file ${name}, there is ${found}`);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** A copy, because bytes read from a store may lie at any address. */
function floatsOf(files: ModelFiles, name: string, length?: number): Float32Array {
  const bytes = fileOf(files, name).slice();
  const held = bytes.byteLength / Float32Array.BYTES_PER_ELEMENT;
  if (!Number.isInteger(held) || held !== (length ?? held)) {
    throw new AppError('invalid', `${name} should hold ${length ?? 'whole'} floats, not ${held}`);
  }
  return new Float32Array(bytes.buffer);
}
