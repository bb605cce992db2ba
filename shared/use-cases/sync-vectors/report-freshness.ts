import { AppError } from '../../domain/errors.js';
import type { Freshness, KindFreshness } from '../../domain/freshness.js';
import type { Item } from '../../domain/item.js';
import { spaceName, type VectorKind, vectorKinds } from '../../domain/vector-space.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Clock } from '../../ports/runtime.js';
import type { VectorStore } from '../../ports/vector-store.js';
import { contentHash, contentOf, type Digest } from './encoding/item-content.js';

/** Throws `not-found`. */
export type ReportFreshness = (itemId: string) => Promise<Freshness>;

interface Dependencies {
  readonly items: ItemView;
  readonly vectors: Pick<VectorStore, 'active' | 'facts'>;
  readonly digest: Digest;
  readonly clock: Clock;
}

export function makeReportFreshness(dependencies: Dependencies): ReportFreshness {
  const { items, clock } = dependencies;
  return async (itemId) => {
    const item = items.get(itemId) ?? unknown(itemId);
    const all = await Promise.all(vectorKinds.map((kind) => look(dependencies, kind, item)));
    const kinds = all.filter((one) => one !== undefined);
    const made = kinds.flatMap(({ indexedAt }) => indexedAt ?? []);
    const behind = kinds.filter(({ isCurrent }) => !isCurrent);
    const since = behind.map(({ indexedAt }) => indexedAt ?? item.createdAt);
    return {
      itemId,
      isCurrent: behind.length === 0,
      ...(made.length > 0 && { indexedAt: Math.min(...made) }),
      lagMs: behind.length === 0 ? 0 : Math.max(0, clock() - Math.min(...since)),
      kinds,
    };
  };
}

/** Undefined for a kind that the item neither has nor should have. */
async function look(
  { items, vectors, digest }: Dependencies,
  kind: VectorKind,
  item: Item,
): Promise<KindFreshness | undefined> {
  const content = contentOf(kind, item, items);
  const space = await vectors.active(kind);
  const facts = space && (await vectors.facts(space, [item.id])).get(item.id);
  if (content === undefined && facts === undefined) return undefined;
  const hash = content === undefined ? undefined : await contentHash(content, digest);
  return {
    kind,
    ...(space && { space: spaceName(space) }),
    ...(facts && { indexedAt: facts.madeAt }),
    isCurrent: facts !== undefined && facts.contentHash === hash,
  };
}

function unknown(id: string): never {
  throw new AppError('not-found', `no item has the id ${JSON.stringify(id.slice(0, 60))}`);
}
