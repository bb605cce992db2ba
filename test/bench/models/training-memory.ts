import { readShop } from '../../../models/recommenders/training-set/read-shop.js';
import { ShopLog } from '../../../models/recommenders/training-set/shop-log.js';
import { toTrainingSet } from '../../../models/recommenders/training-set/training-set.js';
import { builtInEventTypes } from '../../../shared/domain/event.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { Change, ChangeLog } from '../../../shared/ports/change-log.js';

/**
 * Reads as many events as the first argument says, keeping as many as the second, into a training set and writes what
 * that took as JSON: a process of its own, because memory that was once taken is hardly ever given back.
 */
const [events = 0, maxEvents = 0] = process.argv.slice(2).map(Number);

/** Made page by page, so that it takes no memory itself; 200,000 shoppers, 20,000 items. */
function madeUpLog(): ChangeLog {
  const random = seededRandom(11);
  return {
    async after(cursor, limit) {
      const start = Number(cursor ?? 0);
      const end = Math.min(events, start + limit);
      const changes: Change[] = [];
      for (let at = start; at < end; at++) {
        const userId = `u${Math.floor(random() * 200_000)}`;
        const itemId = `i${Math.floor(random() * 20_000)}`;
        const event = { id: 'any', userId, itemId, type: 'view', ts: at + random() * 1_000 };
        changes.push({ kind: 'event', event });
      }
      return { changes, cursor: String(end), hasMore: end < events };
    },
    covers: () => true,
  };
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

let last = cpuMs();
let longestGapMs = 0;
const look = async () => {
  longestGapMs = Math.max(longestGapMs, cpuMs() - last);
  last = cpuMs();
};
const shop = new ShopLog({ eventTypes: builtInEventTypes, maxEvents });
await readShop(madeUpLog(), shop, look);
const set = await toTrainingSet(shop, { list: async () => [] }, look);
await look();
const peakBytes = process.resourceUsage().maxRSS * 1_024;
process.stdout.write(JSON.stringify({ peakBytes, kept: set.events.item.length, longestGapMs }));
