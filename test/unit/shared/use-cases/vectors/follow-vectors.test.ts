import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExactVectorIndex } from '../../../../../models/vectors/exact-index.js';
import {
  type EmbeddedVectors,
  openEmbeddedVectors,
} from '../../../../../shared/adapters/embedded/vectors/open-vectors.js';
import type { VectorSpace } from '../../../../../shared/domain/vector-space.js';
import type { VectorIndex } from '../../../../../shared/ports/vector-index.js';
import type { VectorStore } from '../../../../../shared/ports/vector-store.js';
import {
  type FollowVectors,
  makeFollowVectors,
} from '../../../../../shared/use-cases/vectors/follow-vectors.js';
import { made, spaceOf } from '../../../../contract/vectors.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

const space = spaceOf(2);
const next: VectorSpace = { ...space, version: '2', dimensions: 3 };

let folder = '';
let opened: EmbeddedVectors;
let store: VectorStore;
let telemetry: RecordedTelemetry;
/** Ends the pause that is waited for; undefined where none is. */
let endPause: (() => void) | undefined;
let follow: FollowVectors;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  opened = openEmbeddedVectors(folder);
  store = opened.vectors;
  telemetry = new RecordedTelemetry();
  endPause = undefined;
  follow = followOf(store);
});
afterEach(async () => {
  await follow.close();
  opened.close();
  rmSync(folder, { recursive: true });
});

function followOf(of: Pick<VectorStore, 'active' | 'changesAfter'>): FollowVectors {
  return makeFollowVectors({
    ...{ store: of, telemetry, newIndex: (named) => new ExactVectorIndex(named) },
    pause: (_, signal) =>
      new Promise((resolve) => {
        endPause = resolve;
        signal.addEventListener('abort', () => resolve());
      }),
  });
}

async function idsIn(index: VectorIndex | undefined): Promise<readonly string[] | undefined> {
  const vector = new Float32Array(index?.space.dimensions ?? 0).fill(1);
  const found = await index?.search({ vector, limit: 9 });
  return found?.map(({ itemId }) => itemId);
}

/** Lets what is asked of the store through at a call of the function that it gives. */
function gated(of: VectorStore, isHeld: (asked: VectorSpace) => boolean) {
  let open: () => void = () => undefined;
  const opening = new Promise<void>((resolve) => {
    open = resolve;
  });
  const changesAfter: VectorStore['changesAfter'] = async (asked, cursor, limit) => {
    if (isHeld(asked)) await opening;
    return of.changesAfter(asked, cursor, limit);
  };
  return { open, store: { active: of.active, changesAfter } };
}

describe('Who follows the vectors', () => {
  it('has none before a space serves, and then all of it', async () => {
    await store.put(space, [made('a', [1, 1]), made('b', [1, 0])]);
    await follow.catchUp();
    expect(follow.index('text')).toBeUndefined();
    await store.activate('text', space);
    await follow.catchUp();
    expect(await idsIn(follow.index('text'))).toEqual(['a', 'b']);
    expect(follow.index('text')?.space).toEqual(space);
    expect(follow.index('image')).toBeUndefined();
  });

  it('has a space of which there is nothing yet', async () => {
    await store.activate('image', space);
    await follow.catchUp();
    expect(await idsIn(follow.index('image'))).toEqual([]);
  });

  it('reads a space of many pages', async () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => made(`${at}`, [at, 1]));
    await store.put(space, rows);
    await store.remove(space, ['0', '2499']);
    await store.activate('text', space);
    await follow.catchUp();
    expect(follow.index('text')?.size).toBe(2_498);
  });

  it('takes what changes into the index that it has, whoever wrote it', async () => {
    await store.put(space, [made('a', [1, 1]), made('b', [1, 0])]);
    await store.activate('text', space);
    await follow.catchUp();
    const index = follow.index('text');
    const other = openEmbeddedVectors(folder);
    await other.vectors.put(space, [made('b', [1, 1]), made('c', [1, -1])]);
    await other.vectors.remove(space, ['a']);
    other.close();
    await follow.catchUp();
    expect(follow.index('text')).toBe(index);
    expect(await idsIn(index)).toEqual(['b', 'c']);
  });

  it('answers from the space before until the next has been read to its end', async () => {
    await store.put(space, [made('a', [1, 1])]);
    await store.activate('text', space);
    const gate = gated(store, ({ version }) => version === next.version);
    follow = followOf(gate.store);
    await follow.catchUp();
    const before = follow.index('text');
    await store.put(next, [made('b', [1, 1, 1]), made('c', [1, 1, 0])]);
    await store.activate('text', next);
    const swapped = follow.catchUp();
    expect(follow.index('text')).toBe(before);
    gate.open();
    await swapped;
    expect(await idsIn(follow.index('text'))).toEqual(['b', 'c']);
    expect(await idsIn(before)).toEqual(['a']);
  });

  it('sees what was written before it was asked to, though it was reading already', async () => {
    await store.activate('text', space);
    const gate = gated(store, () => true);
    follow = followOf(gate.store);
    const reading = follow.catchUp();
    await store.put(space, [made('a', [1, 1])]);
    const asked = [follow.catchUp(), follow.catchUp()];
    gate.open();
    await reading;
    await Promise.all(asked);
    expect(await idsIn(follow.index('text'))).toEqual(['a']);
  });

  it('begins anew where a space was dropped and made again', async () => {
    await store.put(space, [made('a', [1, 1])]);
    await store.activate('text', space);
    await follow.catchUp();
    await store.activate('text', next);
    await store.dropSpace(space);
    await store.put(space, [made('b', [1, 1])]);
    await store.activate('text', space);
    await follow.catchUp();
    expect(await idsIn(follow.index('text'))).toEqual(['b']);
  });

  it('does not let one kind’s trouble keep the other back', async () => {
    await store.put(next, [made('b', [1, 1, 1])]);
    await store.activate('text', space);
    await store.activate('image', next);
    const failing = async (...asked: Parameters<VectorStore['changesAfter']>) => {
      if (asked[0].version === '1') throw new Error('EIO');
      return store.changesAfter(...asked);
    };
    follow = followOf({ active: store.active, changesAfter: failing });
    await expect(follow.catchUp()).rejects.toThrow('EIO');
    expect(await idsIn(follow.index('image'))).toEqual(['b']);
    expect(follow.index('text')).toBeUndefined();
  });

  it('looks again and again, also after a look that failed, until it is closed', async () => {
    let looks = 0;
    const active: VectorStore['active'] = async (kind) => {
      looks += 1;
      if (looks <= 2) throw new Error('EIO');
      return store.active(kind);
    };
    follow = followOf({ active, changesAfter: store.changesAfter });
    const watching = follow.watch();
    await expect.poll(() => endPause).toBeDefined();
    expect(telemetry.exceptions).toMatchObject([{ message: 'EIO' }]);
    await store.put(space, [made('a', [1, 1])]);
    await store.activate('text', space);
    endPause?.();
    await expect.poll(() => idsIn(follow.index('text'))).toEqual(['a']);
    await follow.close();
    await watching;
    expect(telemetry.exceptions).toHaveLength(1);
  });

  it('stops in the midst of reading when it is closed', async () => {
    await store.put(space, [made('a', [1, 1])]);
    await store.activate('text', space);
    const gate = gated(store, () => true);
    follow = followOf(gate.store);
    const reading = follow.catchUp();
    const closed = follow.close();
    gate.open();
    await Promise.all([reading, closed]);
    expect(follow.index('text')).toBeUndefined();
  });
});
