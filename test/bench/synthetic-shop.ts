import { seededRandom } from '../../shared/domain/random.js';
import type { Change } from '../../shared/ports/change-log.js';

export interface ShopSize {
  readonly items: number;
  readonly events: number;
  readonly users: number;
}

const dayMs = 86_400_000;
const openedMs = Date.UTC(2026, 0, 1);
export const closedMs = openedMs + 60 * dayMs;

const types = ['view', 'view', 'view', 'view', 'view', 'view', 'view', 'like', 'cart', 'order'];
const wordStems = [
  'blue',
  'oak',
  'linen',
  'round',
  'soft',
  'tall',
  'warm',
  'plain',
  'brass',
  'wool',
];

export function* syntheticItems(size: ShopSize): Generator<Change> {
  const random = seededRandom(7);
  const word = () =>
    `${wordStems[Math.floor(random() * wordStems.length)]}${Math.floor(random() * 200)}`;
  for (let index = 0; index < size.items; index += 1) {
    const category = `category ${index % 40}`;
    const item = { id: `p${index}`, name: `${word()} ${word()} ${category}`, tags: [word()] };
    const rest = { categories: [category], attributes: {}, isActive: true, createdAt: openedMs };
    yield { kind: 'item', item: { ...item, ...rest } };
  }
}

/** Visits of about eight steps, within a taste of one category in two steps of three; popularity like Zipf's law. */
export function* syntheticEvents(size: ShopSize): Generator<Change> {
  const random = seededRandom(11);
  const zipf = () => Math.min(size.items - 1, Math.floor(size.items ** random()) - 1);
  let made = 0;
  for (let visit = 0; made < size.events; visit += 1) {
    const user = Math.floor(random() * size.users);
    const steps = 1 + Math.floor(-8 * Math.log(1 - random()));
    const taste = Math.floor(random() * 40);
    for (let step = 0; step < steps && made < size.events; step += 1) {
      const any = zipf();
      const picked = random() < 0.67 ? any - (any % 40) + taste : any;
      const itemId = `p${Math.min(size.items - 1, picked)}`;
      const ts = openedMs + Math.floor((60 * dayMs * made) / size.events);
      const type = types[Math.floor(random() * types.length)] ?? 'view';
      const who = { userId: `u${user}`, sessionId: `s${visit}` };
      made += 1;
      yield { kind: 'event', event: { id: `e${made}`, ...who, itemId, type, ts } };
    }
  }
}
