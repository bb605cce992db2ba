import { AppError } from '../../../domain/errors.js';
import type { DatasetOptions } from '../../../ports/dataset.js';
import { rejected } from './row-checks.js';

interface OptionTaker {
  readonly name: string;
  /** Which options mean something to it; the others are refused. */
  readonly takes?: readonly ('columns' | 'defaultType')[];
}

/** Throws `invalid` for options that mean nothing to a format. */
export function checkOptions({ name, takes = [] }: OptionTaker, options: DatasetOptions): void {
  const { columns, defaultType, eventTypes } = options;
  if (columns && !takes.includes('columns')) {
    throw new AppError('invalid', `--columns means nothing to format ${name}`);
  }
  if (defaultType === undefined) return;
  if (!takes.includes('defaultType')) {
    throw new AppError(
      'invalid',
      `--type means nothing to format ${name}: its rows say their type`,
    );
  }
  if (eventTypes.has(defaultType)) return;
  throw rejected('--type', `one of ${[...eventTypes.keys()].join(', ')}`, defaultType);
}
