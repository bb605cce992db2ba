import { type ChangeFeedPullModelIterator, ChangeFeedStartFrom, StatusCodes } from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import { spaceName } from '../../../../domain/vector-space.js';
import type { VectorChanges } from '../../../../ports/vector-store.js';
import type { CosmosConnection } from '../connection.js';
import { beginning, cursorOf, foreignCursor, placeIn } from './feed-cursor.js';
import type { KnownSpace } from './space-registry.js';
import { decodeVector, type StoredVector } from './vector-document.js';

type Feed = ChangeFeedPullModelIterator<unknown>;

/** Iterators that stand somewhere: to make one takes a request more. */
const mostKept = 8;

/**
 * Reads the changes of spaces from the change feed of their container, which the spaces there share. Those of a space that
 * is not there yet begin with it. Throws `invalid` for a cursor that is none of this space's.
 */
export function vectorChanges(connection: CosmosConnection) {
  const kept = new Map<string, Feed>();
  const { tenant } = connection;

  function open(space: KnownSpace, place: string | undefined, limit: number): Feed {
    const { items } = connection.container(space.container);
    const changeFeedStartFrom =
      place === undefined
        ? ChangeFeedStartFrom.Beginning([tenant])
        : ChangeFeedStartFrom.Continuation(place);
    return items.getChangeFeedIterator({ maxItemCount: limit, changeFeedStartFrom });
  }

  return async (
    space: KnownSpace | undefined,
    cursor: string | undefined,
    limit: number,
  ): Promise<VectorChanges> => {
    const place = placeIn(space, cursor);
    if (space === undefined) return { ...nothing, cursor: beginning, hasMore: false };
    const name = `${limit} ${cursorOf(space, place)}`;
    const feed = kept.get(name) ?? open(space, place, limit);
    // Nobody else may read on with it meanwhile, nor after it failed.
    kept.delete(name);
    const page = await readPage(connection, feed, { space, limit });
    const next = cursorOf(space, page.place ?? place);
    kept.set(`${limit} ${next}`, feed);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return { ...changesIn(page.found, space), cursor: next, hasMore: page.hasMore };
  };
}

const nothing = { put: { itemIds: [], vectors: new Float32Array() }, removed: [] };

interface Page {
  /** Each as it was last seen, in this order. */
  readonly found: readonly StoredVector[];
  readonly place: string | undefined;
  readonly hasMore: boolean;
}

/** Up to `limit` changes, or to the end of the feed; what is of other spaces is passed over. */
async function readPage(
  connection: CosmosConnection,
  feed: Feed,
  { space, limit }: { readonly space: KnownSpace; readonly limit: number },
): Promise<Page> {
  const found = new Map<string, StoredVector>();
  let place: string | undefined;
  for (;;) {
    const { result, statusCode, continuationToken } = await readNext(connection, feed);
    place = continuationToken;
    if (statusCode === StatusCodes.NotModified)
      return { found: [...found.values()], place, hasMore: false };
    for (const document of result) {
      const stored = decodeVector(document);
      if (stored.space !== space.key) continue;
      found.delete(stored.ofItem);
      found.set(stored.ofItem, stored);
    }
    if (found.size >= limit) return { found: [...found.values()], place, hasMore: true };
  }
}

async function readNext(connection: CosmosConnection, feed: Feed) {
  try {
    return await connection.run(() => feed.readNext(), { isRepeatable: true });
  } catch (error) {
    // A place of ours that the service does not know: its container was made anew.
    if (error instanceof AppError && error.code === 'invalid')
      throw foreignCursor('of another time');
    throw error;
  }
}

/** Single precision holds what was written. */
function changesIn(
  found: readonly StoredVector[],
  space: KnownSpace,
): Pick<VectorChanges, 'put' | 'removed'> {
  const living = found.filter((stored) => stored.kind === 'vector');
  const vectors = new Float32Array(living.length * space.dimensions);
  for (const [row, { vector }] of living.entries()) {
    if (vector.length !== space.dimensions) throw misfit(space);
    vectors.set(vector, row * space.dimensions);
  }
  return {
    put: { itemIds: living.map(({ ofItem }) => ofItem), vectors },
    removed: found.filter(({ kind }) => kind === 'removed').map(({ ofItem }) => ofItem),
  };
}

const misfit = (space: KnownSpace) =>
  new AppError('unavailable', `Cosmos DB holds something else than vectors of ${spaceName(space)}`);
