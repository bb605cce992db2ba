import { cutOff } from './cut-off.js';
import type { Protocol } from './protocol.js';
import { caseAt, rowsOf } from './steps.js';

/** The last step of each shopper who has at least three, to be told from all before it (He 2017; Kang & McAuley 2018). */
export const leaveOneOut: Protocol = {
  name: 'leave-one-out',
  summary: 'the last step of every shopper is held out',
  split(set, { maxHistory }) {
    const least = 3;
    const shoppers = [...set.shoppers.ids.keys()];
    const ends = Int32Array.from(shoppers, (shopper) => {
      const [start, end] = rowsOf(set, shopper);
      return end - start >= least ? end - 1 : end;
    });
    const cases = shoppers.flatMap((shopper) => {
      const [at, end] = [ends[shopper] ?? 0, rowsOf(set, shopper)[1]];
      return caseAt(set, { shopper, at, end, maxHistory }) ?? [];
    });
    return { train: cutOff(set, ends), cases };
  },
};
