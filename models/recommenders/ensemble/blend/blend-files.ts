import { AppError } from '../../../../shared/domain/errors.js';
import type { ModelFiles } from '../../../../shared/ports/training.js';
import { type PartName, partNames } from '../parts/part-name.js';
import { type BlendSettings, contentCollaborativeIntent, type Mixture } from './blend-settings.js';

const fileName = 'blend.json';
const format = 1;
const preset = 'content-collaborative-intent';

/** The settings as they are kept. */
export function writeBlend({ recommendations, rank }: BlendSettings): ModelFiles {
  const content = {
    format,
    recommendations: Object.fromEntries(recommendations),
    rank: Object.fromEntries(rank),
  };
  return new Map([[fileName, new TextEncoder().encode(JSON.stringify(content))]]);
}

/** A blend that was not fitted: 30 % content, 30 % collaborative, 40 % intent, by the parts that are there. */
export function writePreset(): ModelFiles {
  return new Map([[fileName, new TextEncoder().encode(JSON.stringify({ format, preset }))]]);
}

/** `has`: whether a learned part is there. Throws `invalid` for files of another format. */
export function readBlend(
  files: ModelFiles,
  has: (part: PartName) => boolean = () => false,
): BlendSettings {
  const content = parse(files.get(fileName));
  if (content['format'] !== format) {
    throw new AppError('invalid', `${fileName} must be of format ${format}`);
  }
  if (content['preset'] === preset) return contentCollaborativeIntent(has);
  return {
    recommendations: mixture(content['recommendations']),
    rank: mixture(content['rank']),
  };
}

function parse(bytes: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw notJson(error);
  }
}

function notJson(cause: unknown): AppError {
  return new AppError('invalid', `${fileName} must be JSON`, { cause });
}

function mixture(value: unknown): Mixture {
  const record = recordOf(value);
  return new Map(
    partNames.flatMap((name) => {
      if (record[name] === undefined) return [];
      const { weight, sharpness } = recordOf(record[name]);
      return [[name, { weight: positive(weight), sharpness: positive(sharpness) }] as const];
    }),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    throw new AppError('invalid', `${fileName} must hold objects and holds ${String(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

function positive(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new AppError('invalid', `${fileName} must hold numbers above 0 and holds ${String(value)}`);
}
