import { spaceName, type VectorSpace } from '../../domain/vector-space.js';
import type { Change } from '../../ports/change-log.js';
import { type Digest, type HashContent, RecordDigest } from './digest-records.js';
import type { ShopSide } from './shop-side.js';

const pageSize = 1_000;

/** What a place holds, part by part: `items`, `events`, `users`, `models`, `vectors of …`. */
export type SideDigest = ReadonlyMap<string, Digest>;

export async function digestSide(
  side: ShopSide,
  hash: HashContent,
  signal: AbortSignal,
): Promise<SideDigest> {
  const digests = new Map(await digestChanges(side, hash, signal));
  digests.set('users', await digestUsers(side, hash, signal));
  for (const { space } of await side.vectors.spaces())
    digests.set(`vectors of ${spaceName(space)}`, await digestSpace(side, space, hash));
  digests.set('models', await digestModels(side, hash));
  return digests;
}

/**
 * Items as they are now. Of events all but whose they are: what was merged since is told as it was by one store, as it is by
 * another.
 */
async function digestChanges(
  { store }: ShopSide,
  hash: HashContent,
  signal: AbortSignal,
): Promise<readonly (readonly [string, Digest])[]> {
  const items = new RecordDigest(hash);
  const events = new RecordDigest(hash);
  const take = (change: Change) => {
    if (change.kind !== 'event') return;
    const { userId: _, ...event } = change.event;
    events.add(event);
  };
  let cursor: string | undefined;
  for (let hasMore = true; hasMore; ) {
    signal.throwIfAborted();
    const page = await store.changes.after(cursor, pageSize);
    page.changes.forEach(take);
    ({ cursor, hasMore } = page);
  }
  for await (const item of itemsOf(store)) items.add(item);
  return [
    ['items', items.digest()],
    ['events', events.digest()],
  ];
}

async function* itemsOf({ catalog }: ShopSide['store']) {
  let cursor: string | undefined;
  do {
    const page = await catalog.list({ limit: 100, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

async function digestUsers(
  { store }: ShopSide,
  hash: HashContent,
  signal: AbortSignal,
): Promise<Digest> {
  const users = new RecordDigest(hash);
  let after: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.users.list(after, pageSize);
    for (const user of page) users.add(user);
    if (page.length === 0) return users.digest();
    after = page.at(-1)?.id;
  }
}

/** What each vector was made of, and when: the values themselves are kept with one precision here, with another there. */
async function digestSpace(
  { vectors }: ShopSide,
  space: VectorSpace,
  hash: HashContent,
): Promise<Digest> {
  const digest = new RecordDigest(hash);
  let after: string | undefined;
  for (;;) {
    const page = await vectors.list(space, pageSize, after);
    for (const { itemId, contentHash, madeAt } of page) digest.add([itemId, contentHash, madeAt]);
    if (page.length === 0) return digest.digest();
    after = page.at(-1)?.itemId;
  }
}

async function digestModels({ artifacts }: ShopSide, hash: HashContent): Promise<Digest> {
  const digest = new RecordDigest(hash);
  for (const path of await artifacts.list('')) {
    const content = await artifacts.read(path);
    if (content) digest.add([path, hash(content).toString(16)]);
  }
  return digest.digest();
}
