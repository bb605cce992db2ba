import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { eventKinds, type Interaction } from '../../../../shared/domain/event.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../../numeric/read.js';

/** The rows of a shopper: the first, and the one behind the last. */
export function rowsOf({ events }: TrainingSet, shopper: number): readonly [number, number] {
  return [integerAt(events.starts, shopper), integerAt(events.starts, shopper + 1)];
}

export function stepsOf(set: TrainingSet, from: number, to: number): readonly Interaction[] {
  const { items, events } = set;
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => ({
    itemId: items[integerAt(events.item, from + at)]?.id ?? '',
    kind: eventKinds[events.kind[from + at] ?? 0] ?? 'view',
    ts: floatAt(events.ts, from + at),
  }));
}

interface Cut {
  readonly shopper: number;
  /** Rows from here to `end` are the targets; those before, the history. */
  readonly at: number;
  readonly end: number;
  readonly maxHistory: number;
}

/** The case of a shopper cut in two; none where nothing followed but dismissals. */
export function caseAt(set: TrainingSet, cut: Cut): EvaluationCase | undefined {
  const { ids, traits: all } = set.shoppers;
  const traits = all.get(cut.shopper);
  const targets = stepsOf(set, cut.at, cut.end).filter(({ kind }) => kind !== 'dismiss');
  if (targets.length === 0) return undefined;
  const [start] = rowsOf(set, cut.shopper);
  return {
    shopper: ids[cut.shopper] ?? '',
    ...(traits && { traits }),
    history: stepsOf(set, Math.max(start, cut.at - cut.maxHistory), cut.at),
    targets,
  };
}
