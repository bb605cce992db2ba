import { parseArgs } from 'node:util';
import { type ModelName, modelNames } from '../../../../shared/domain/ranking.js';
import type { DatasetFormat } from '../../../../shared/ports/dataset.js';
import type { Protocol } from '../protocols/protocol.js';

/** What the user asked for: an evaluation, or to be told how to ask. */
export type EvaluateRequest =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'evaluate';
      /** Empty for the shop's own folder. */
      readonly paths: readonly string[];
      readonly format?: DatasetFormat;
      readonly defaultType?: string;
      readonly models: readonly ModelName[];
      readonly protocol: Protocol;
      readonly cutoffs: readonly number[];
      readonly seed: number;
      readonly maxCases: number;
      readonly minutes?: number;
      readonly isUnseenOnly: boolean;
      readonly negatives?: number;
      readonly wantsAuc: boolean;
      readonly out: string;
    };

/** Arguments that make no sense; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Offers {
  readonly formats: readonly DatasetFormat[];
  readonly protocols: readonly Protocol[];
  /** What can be made, in the order that reports show. */
  readonly models: readonly ModelName[];
}

const options = {
  help: { type: 'boolean', short: 'h' },
  data: { type: 'string', multiple: true },
  format: { type: 'string' },
  type: { type: 'string' },
  models: { type: 'string' },
  protocol: { type: 'string' },
  cutoff: { type: 'string', default: '10,20' },
  seed: { type: 'string', default: '1' },
  limit: { type: 'string', default: '10000' },
  minutes: { type: 'string' },
  unseen: { type: 'boolean', default: false },
  negatives: { type: 'string' },
  auc: { type: 'boolean', default: false },
  out: { type: 'string', default: 'evaluation' },
} as const;

/** Reads the command line. Throws `UsageError`. */
export function parseEvaluateArguments(given: readonly string[], offers: Offers): EvaluateRequest {
  const { values, positionals } = parse(given);
  if (values.help) return { kind: 'help' };
  const format = values.format && named('--format', values.format, offers.formats);
  const { minutes, negatives, type } = values;
  return {
    kind: 'evaluate',
    paths: [...(values.data ?? []), ...positionals],
    ...(format && { format }),
    ...(type !== undefined && { defaultType: type }),
    models: parseModels(values.models, offers.models),
    protocol: named('--protocol', values.protocol ?? 'time', offers.protocols),
    cutoffs: [...new Set(values.cutoff.split(','))].map((text) => whole('--cutoff', text, 200)),
    seed: whole('--seed', values.seed, 2 ** 31),
    maxCases: whole('--limit', values.limit, 10_000_000),
    ...(minutes !== undefined && { minutes: whole('--minutes', minutes, 24 * 60) }),
    isUnseenOnly: values.unseen,
    ...(negatives !== undefined && { negatives: whole('--negatives', negatives, 100_000) }),
    wantsAuc: values.auc,
    out: values.out,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function named<Named extends { readonly name: string }>(
  option: string,
  name: string,
  offered: readonly Named[],
): Named {
  const found = offered.find((each) => each.name === name);
  if (found) return found;
  const names = offered.map((each) => each.name).join(', ');
  throw new UsageError(`${option}: expected one of ${names}, got ${shown(name)}`);
}

function parseModels(
  text: string | undefined,
  offered: readonly ModelName[],
): readonly ModelName[] {
  if (text === undefined) return offered;
  return [...new Set(text.split(','))].map((given) => {
    const name = modelNames.find((each) => each === given.trim());
    if (name !== undefined && offered.includes(name)) return name;
    throw new UsageError(`--models: expected names of ${offered.join(', ')}, got ${shown(given)}`);
  });
}

function whole(option: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= 1 && value <= most) return value;
  throw new UsageError(`${option}: expected a whole number from 1 to ${most}, got ${shown(text)}`);
}
