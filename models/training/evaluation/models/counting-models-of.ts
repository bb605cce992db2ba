import { builtInEventTypes, eventKinds } from '../../../../shared/domain/event.js';
import type { Change } from '../../../../shared/ports/change-log.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../../numeric/read.js';
import {
  type CountingModels,
  createCountingModels,
} from '../../../recommenders/counting-models.js';

const pageSize = 2_000;

/** The counting models as they would be had only this happened: products first, then all events by time. */
export async function countingModelsOf(
  set: TrainingSet,
  checkpoint: (done: number, total: number) => Promise<void>,
): Promise<CountingModels> {
  const counting = createCountingModels({ eventTypes: builtInEventTypes });
  counting.follower.apply(set.items.map((item): Change => ({ kind: 'item', item })));
  const rows = byTime(set);
  const shopperOf = shoppersByRow(set);
  for (let from = 0; from < rows.length; from += pageSize) {
    await checkpoint(from, rows.length);
    const page = rows.subarray(from, from + pageSize);
    counting.follower.apply(
      Array.from(page, (row) => changeAt(set, row, integerAt(shopperOf, row))),
    );
  }
  return counting;
}

function byTime({ events: { ts } }: TrainingSet): Int32Array {
  const rows = Int32Array.from(ts, (_, row) => row);
  return rows.sort((a, b) => floatAt(ts, a) - floatAt(ts, b) || a - b);
}

function shoppersByRow({ events, shoppers }: TrainingSet): Int32Array {
  const shopperOf = new Int32Array(events.item.length);
  for (const shopper of shoppers.ids.keys()) {
    shopperOf.fill(shopper, events.starts[shopper], events.starts[shopper + 1]);
  }
  return shopperOf;
}

/** Kinds are the names of built-in event types. */
function changeAt({ items, events, shoppers }: TrainingSet, row: number, shopper: number): Change {
  const event = {
    id: String(row),
    userId: shoppers.ids[shopper] ?? '',
    itemId: items[integerAt(events.item, row)]?.id ?? '',
    type: eventKinds[events.kind[row] ?? 0] ?? 'view',
    ts: floatAt(events.ts, row),
  };
  return { kind: 'event', event };
}
