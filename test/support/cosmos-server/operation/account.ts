import type { Facts } from '../query/engine.js';
import type { AccountStore } from '../store/account-store.js';
import type { ContainerRow } from '../store/containers.js';
import type { Call } from '../wire/call.js';
import type { ChargeLedger } from './charge-ledger.js';

/** What every handler works on. */
export interface Account {
  readonly store: AccountStore;
  /** Into how many physical partitions a new container is split. */
  readonly physicalPartitions: number;
  readonly charges: ChargeLedger;
  /** Whether the next operation of many is to be refused for want of request units, though others are not. */
  isThrottled(): boolean;
}

/** Throws 404. */
export function containerOf({ path }: Call, { store }: Account): ContainerRow {
  const [database = '', container = ''] = path.ids;
  return store.containers.get(store.databases.get(database), container);
}

/** What a statement must know of the container it runs on. */
export const factsOf = ({ definition }: ContainerRow, { store }: Account): Facts => ({
  ...definition,
  nowMs: store.clock.nowMs(),
});
