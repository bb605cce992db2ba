import { cutOff } from '../../../models/training/evaluation/protocols/cut-off.js';
import type { Protocol } from '../../../models/training/evaluation/protocols/protocol.js';
import { caseAt, rowsOf } from '../../../models/training/evaluation/protocols/steps.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { TrainingSet } from '../../../shared/ports/training.js';

const share = 0.1;

/** A tenth of everybody's events, drawn by chance, as in sets whose test part was drawn so. */
export const randomShare: Protocol = {
  name: 'random-share',
  summary: 'a tenth of the events of every shopper, drawn by chance, is held out',
  split(set, { seed, maxHistory }) {
    const { moved, ends } = withChosenLast(set, seed);
    const cases = [...set.shoppers.ids.keys()].flatMap((shopper) => {
      const [at, end] = [ends[shopper] ?? 0, rowsOf(moved, shopper)[1]];
      return caseAt(moved, { shopper, at, end, maxHistory }) ?? [];
    });
    return { train: cutOff(moved, ends), cases };
  },
};

/** Each shopper's rows in their order but for the drawn ones, which follow behind `ends[shopper]`. */
function withChosenLast(set: TrainingSet, seed: number) {
  const random = seededRandom(seed);
  const order: number[] = [];
  const ends = Int32Array.from(set.shoppers.ids, (_, shopper) => {
    const [start, end] = rowsOf(set, shopper);
    const chosen: number[] = [];
    for (let row = start; row < end; row += 1) {
      if (random() < share) chosen.push(row);
      else order.push(row);
    }
    const kept = order.length;
    order.push(...chosen);
    return kept;
  });
  const { starts, item, kind, weight, ts } = set.events;
  const events = {
    starts,
    item: Int32Array.from(order, (row) => item[row] ?? 0),
    kind: Uint8Array.from(order, (row) => kind[row] ?? 0),
    weight: Float32Array.from(order, (row) => weight[row] ?? 0),
    ts: Float64Array.from(order, (row) => ts[row] ?? 0),
  };
  return { moved: { ...set, events }, ends };
}
