import { eventKinds } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { ShopperEvents, TrainingSet } from '../../../shared/ports/training.js';
import type { UserStore } from '../../../shared/ports/user-store.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { nobody } from './identities.js';
import { orderRows } from './order-rows.js';
import type { ShopLog } from './shop-log.js';
import { readTraits } from './traits.js';

type Pause = () => Promise<void>;

/** Events between two pauses: a tenth of a second, about. */
const piece = 500_000;

/**
 * The shop in the trainers' columns: 17 bytes an event, and as much again while they are put in order. `pause` is awaited
 * several times a second and may reject.
 */
export async function toTrainingSet(
  shop: ShopLog,
  users: Pick<UserStore, 'list'>,
  pause: Pause = async () => undefined,
): Promise<TrainingSet> {
  const { ids, ofRow, ofUser } = await numberShoppers(shop, pause);
  const order = { groups: ids.length, pause };
  const { starts, rows } = await orderRows(ofRow, shop.events.ts.values, order);
  await pause();
  const { items, numbers } = numberItems(shop, rows);
  const traits = await readTraits(users, (id) => ofUser.get(id));
  await pause();
  const events = await columnsOf(shop, { starts, rows, numbers }, pause);
  return { items, shoppers: { ids, traits }, events };
}

/** In the order in which they first did something that is left. */
async function numberShoppers({ events, identities }: ShopLog, pause: Pause) {
  const ids: string[] = [];
  const ofUser = new Map<string, number>();
  const numbers = new Int32Array(identities.size).fill(nobody);
  const ofRow = new Int32Array(events.size).fill(nobody);
  for (let row = 0; row < events.size; row++) {
    if (row % piece === 0) await pause();
    const shopper = identities.shopperOf(integerAt(events.who.values, row));
    if (shopper === nobody) continue;
    if (integerAt(numbers, shopper) === nobody) {
      const id = identities.nameOf(shopper);
      numbers[shopper] = ids.push(id) - 1;
      if (identities.isUser(shopper)) ofUser.set(id, ids.length - 1);
    }
    ofRow[row] = integerAt(numbers, shopper);
  }
  return { ids, ofRow, ofUser };
}

/** Products, and what events name though it is none: those that are neither any more get no number. */
function numberItems(shop: ShopLog, rows: Int32Array) {
  const count = shop.itemIds.size;
  const hasEvents = new Uint8Array(count);
  for (const row of rows) hasEvents[integerAt(shop.events.item.values, row)] = 1;
  const items: Item[] = [];
  const numbers = new Int32Array(count);
  for (let item = 0; item < count; item++) {
    const product = shop.item(item);
    if (product === undefined && hasEvents[item] === 0) continue;
    numbers[item] = items.push(product ?? placeholder(shop.itemIds.nameOf(item))) - 1;
  }
  return { items, numbers };
}

const placeholder = (id: string): Item => ({
  ...{ id, name: id, categories: [], tags: [], attributes: {} },
  ...{ isActive: false, createdAt: 0 },
});

async function columnsOf(
  { events, types }: ShopLog,
  order: {
    readonly starts: Int32Array;
    readonly rows: Int32Array;
    readonly numbers: Int32Array;
  },
  pause: Pause,
): Promise<ShopperEvents> {
  const { starts, rows, numbers } = order;
  const kinds = Uint8Array.from(types, ({ kind }) => eventKinds.indexOf(kind));
  const weights = Float32Array.from(types, (type) => type.weight);
  const columns = {
    item: new Int32Array(rows.length),
    kind: new Uint8Array(rows.length),
    weight: new Float32Array(rows.length),
    ts: new Float64Array(rows.length),
  };
  for (let at = 0; at < rows.length; at++) {
    if (at % piece === 0) await pause();
    const row = integerAt(rows, at);
    const type = events.type.values[row] ?? 0;
    columns.item[at] = integerAt(numbers, integerAt(events.item.values, row));
    columns.kind[at] = kinds[type] ?? 0;
    columns.weight[at] = weights[type] ?? 1;
    columns.ts[at] = floatAt(events.ts.values, row);
  }
  return { starts, ...columns };
}
