import { AppError } from '../../../../shared/domain/errors.js';
import { type Objective, objectives } from '../../../../shared/domain/event.js';
import type { ModelFiles } from '../../../../shared/ports/training.js';
import { featureCount } from './features.js';

const headName = 'session.json';
const graphName = 'session.onnx';
const format = 1;

export interface SessionParts {
  /** Objectives that the network was fitted for and is better at than counting. */
  readonly learned: readonly Objective[];
  /** Absent where there is none. */
  readonly graph?: Uint8Array;
}

export function writeSession({ learned, graph }: SessionParts): ModelFiles {
  const head = new TextEncoder().encode(
    JSON.stringify({ format, features: featureCount, learned }),
  );
  return new Map([[headName, head], ...(graph ? [[graphName, graph] as const] : [])]);
}

/** Throws `invalid` for files of another format. */
export function readSession(files: ModelFiles): SessionParts {
  const head = parse(files.get(headName));
  if (head.format !== format || head.features !== featureCount || !Array.isArray(head.learned)) {
    const found = `format ${head.format} with ${head.features} features`;
    throw new AppError(
      'invalid',
      `not a session model: expected format ${format} with ${featureCount} features, found ${found}`,
    );
  }
  const names: readonly unknown[] = head.learned;
  const learned = objectives.filter((objective) => names.includes(objective));
  const graph = files.get(graphName);
  if (learned.length > 0 && graph === undefined) {
    throw new AppError('invalid', `not a session model: ${graphName} is missing`);
  }
  return { learned, ...(graph && { graph }) };
}

interface Head {
  readonly format?: unknown;
  readonly features?: unknown;
  readonly learned?: unknown;
}

function parse(bytes: Uint8Array | undefined): Head {
  try {
    return Object(JSON.parse(new TextDecoder().decode(bytes))) as Head;
  } catch (cause) {
    return refuse(cause);
  }
}

function refuse(cause: unknown): never {
  throw new AppError('invalid', `not a session model: ${headName} is not JSON`, { cause });
}
