import { AsyncLocalStorage } from 'node:async_hooks';
import type { CostMeter } from '../../../ports/cost-meter.js';

interface Bill {
  requestUnits: number;
  readonly within: Bill | undefined;
}

/** Whoever pays for what runs now: it goes along with every promise. */
const open = new AsyncLocalStorage<Bill>();

/** Adds up what the calls of Cosmos DB within some work have cost, those of failed and repeated calls included. */
export function cosmosCostMeter(): CostMeter {
  return {
    measure: async (work) => {
      const bill: Bill = { requestUnits: 0, within: open.getStore() };
      const result = await open.run(bill, work);
      return { result, requestUnits: bill.requestUnits };
    },
  };
}

/** Puts request units on the bill of the work that runs now, if anybody asked for one. */
export function charge(requestUnits: number): void {
  for (let bill = open.getStore(); bill !== undefined; bill = bill.within) {
    bill.requestUnits += requestUnits;
  }
}
