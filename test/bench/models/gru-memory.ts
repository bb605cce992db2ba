import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import type { Item } from '../../../shared/domain/item.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { fitContext } from '../../support/training-set.js';
import type { Row } from '../report.js';

const items = 100_000;
const stepsEach = 5;

/** What a fit takes beside its training set, from one million events to ten. */
export async function gruMemory(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const millions of [1, 5, 10]) {
    const set = madeUpSet(millions * 1e6);
    const before = process.memoryUsage().rss;
    let peak = before;
    await createGruTrainer().fit(set, {
      ...fitContext({ timeLimitMs: 3_000 }),
      async checkpoint() {
        peak = Math.max(peak, process.memoryUsage().rss);
      },
    });
    const measured = `${Math.round((peak - before) / 2 ** 20)} MiB beside the set`;
    rows.push({
      data: `${millions} million events, ${items} items`,
      model: 'gru',
      measured,
      bar: '',
    });
  }
  return rows;
}

function madeUpSet(events: number): TrainingSet {
  const random = seededRandom(1);
  const shoppers = events / stepsEach;
  return {
    items: Array.from({ length: items }, (_, at) => itemOf(`i${at}`)),
    shoppers: { ids: [], traits: new Map() },
    events: {
      starts: Int32Array.from({ length: shoppers + 1 }, (_, shopper) => shopper * stepsEach),
      item: Int32Array.from({ length: events }, () => Math.floor(items * random() ** 2)),
      kind: new Uint8Array(events),
      weight: new Float32Array(events).fill(1),
      ts: new Float64Array(events),
    },
  };
}

function itemOf(id: string): Item {
  return {
    ...{ id, name: id, categories: [], tags: [], attributes: {}, isActive: true, createdAt: 0 },
  };
}
