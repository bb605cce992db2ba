import type { Item } from '../../domain/item.js';
import { normalisedName } from '../../domain/text/normalised-name.js';
import type { Change, ChangeFollower } from '../../ports/change-log.js';
import type { ItemNames } from '../../ports/item-names.js';
import type { ItemView } from '../../ports/item-view.js';

type Bearers = string | Set<string>;

/** Renamed and removed items leave their places behind; from so many for each item on, they are cleared away. */
const maxPlacesPerItem = 2;
const fewPlaces = 1_000;

/**
 * The ids of `items` by a hash of their normalised names: about 40 bytes an item. What is found is checked against the item
 * as it is now, so neither two names of one hash nor what has been renamed comes out.
 */
export function itemNames(items: ItemView): ItemNames & ChangeFollower {
  const places = new Map<number, Bearers>();
  let count = 0;

  function add({ id, name }: Item): void {
    const place = hash(normalisedName(name));
    const there = places.get(place);
    if (there === undefined) places.set(place, id);
    else if (typeof there === 'string') {
      if (there === id) return;
      places.set(place, new Set([there, id]));
    } else if (there.has(id)) return;
    else there.add(id);
    count += 1;
  }

  function clearAway(): void {
    places.clear();
    count = 0;
    for (const item of items.values()) add(item);
  }

  return {
    bearersOf(name) {
      const wanted = normalisedName(name);
      const isBearer = (item: Item) => item.name === name || normalisedName(item.name) === wanted;
      return idsIn(places.get(hash(wanted))).flatMap((id) => {
        const item = items.get(id);
        return item !== undefined && isBearer(item) ? [item] : [];
      });
    },
    apply(changes: readonly Change[]) {
      // Before these changes, which the view may not have seen yet.
      if (count > fewPlaces + maxPlacesPerItem * items.size) clearAway();
      for (const change of changes) if (change.kind === 'item') add(change.item);
    },
  };
}

function idsIn(bearers: Bearers | undefined): readonly string[] {
  if (bearers === undefined) return [];
  return typeof bearers === 'string' ? [bearers] : [...bearers];
}

/** FNV-1a over UTF-16 units. 31 bits: JavaScript holds such numbers without an object of their own. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  }
  return mixed >>> 1;
}
