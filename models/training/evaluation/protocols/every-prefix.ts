import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { integerAt } from '../../../numeric/read.js';
import { cutOff } from './cut-off.js';
import type { Protocol } from './protocol.js';
import { rowsOf, stepsOf } from './steps.js';
import { rowsBefore, sliceStart } from './time-slice.js';

/** Every beginning of what a shopper did from row `first` on, to be continued by its next step. */
export function prefixCases(
  set: TrainingSet,
  shopper: number,
  { first, maxHistory }: { readonly first: number; readonly maxHistory: number },
): readonly EvaluationCase[] {
  const traits = set.shoppers.traits.get(shopper);
  const steps = stepsOf(set, first, rowsOf(set, shopper)[1]);
  return steps.flatMap((target, at) => {
    if (at === 0 || target.kind === 'dismiss') return [];
    const history = steps.slice(Math.max(0, at - maxHistory), at);
    return [
      {
        shopper: set.shoppers.ids[shopper] ?? '',
        ...(traits && { traits }),
        history,
        targets: [target],
      },
    ];
  });
}

/** Sessions of the newest events, each asked after its first, second … step what comes next (Hidasi 2016). */
export const everyPrefix: Protocol = {
  name: 'every-prefix',
  summary: 'the newest tenth is held out; its sessions are asked after every step for the next',
  split(set, { heldOutShare, maxHistory }) {
    const ends = rowsBefore(set, sliceStart(set.events.ts, heldOutShare));
    const cases = [...set.shoppers.ids.keys()].flatMap((shopper) =>
      prefixCases(set, shopper, { first: integerAt(ends, shopper), maxHistory }),
    );
    return { train: cutOff(set, ends), cases };
  },
};
