import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExactVectorIndex } from '../../models/vectors/exact-index.js';
import { openEmbeddedVectors } from '../../shared/adapters/embedded/vectors/open-vectors.js';
import { seededRandom } from '../../shared/domain/random.js';
import type { VectorIndex } from '../../shared/ports/vector-index.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import {
  type FollowVectors,
  makeFollowVectors,
} from '../../shared/use-cases/vectors/follow-vectors.js';
import { spaceOf } from '../contract/vectors.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { startTestProcess } from './fixtures/store-process.js';

interface Said {
  readonly batch?: number;
  readonly size?: number;
  readonly shortened?: number;
}

const vectorWriter = new URL('fixtures/vector-writer.ts', import.meta.url);
const space = spaceOf(64);

const startWriter = (folder: string, name: string, batches: number) =>
  startTestProcess(vectorWriter, [folder, name, `${batches}`]);

/** Follows by hand: nothing pauses. */
const followerOf = (store: VectorStore) =>
  makeFollowVectors({
    ...{ store, telemetry: new RecordedTelemetry(), pause: async () => undefined },
    newIndex: (named) => new ExactVectorIndex(named),
  });

/** How many vectors of each batch there are, by writer and batch. */
async function batchesIn(index: VectorIndex | undefined): Promise<ReadonlyMap<string, number>> {
  const vector = new Float32Array(space.dimensions).fill(1);
  const found = (await index?.search({ vector, limit: 1_000_000 })) ?? [];
  const counts = new Map<string, number>();
  for (const { itemId } of found) {
    const batch = itemId.slice(0, itemId.lastIndexOf('/'));
    counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  return counts;
}

/** Catches up with each thing that a writer says, and kills it once it has said so many. */
async function followUntilKilled(
  follow: FollowVectors,
  folder: string,
  name: string,
  most: number,
) {
  const { child, lines, ended } = startWriter(folder, name, 10_000);
  const said: Said[] = [];
  for await (const line of lines) {
    said.push(line as Said);
    await follow.catchUp();
    if (said.length === most) child.kill('SIGKILL');
  }
  expect(await ended).toBe('');
  await follow.catchUp();
  return said;
}

/** Every batch that was acknowledged is there, whole or shortened by one if it was about to be. */
function expectWhole(counts: ReadonlyMap<string, number>, name: string, said: readonly Said[]) {
  const shortened = new Set(said.map((each) => each.shortened));
  for (const { batch, size = 0 } of said) {
    if (batch === undefined) continue;
    const there = counts.get(`${name}/${batch}`);
    expect(shortened.has(batch) ? [size - 1] : [size, size - 1]).toContain(there);
  }
}

describe('Vectors that several processes have open', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are opened by all of them though none was there before, and lose no write of any', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const writers = names.map((name) => startWriter(join(folder, 'new'), name, 20));
    for (const { ended } of writers) expect(await ended).toBe('');
    const { vectors, close } = openEmbeddedVectors(join(folder, 'new'));
    await vectors.activate('text', space);
    const follow = followerOf(vectors);
    await follow.catchUp();
    const counts = await batchesIn(follow.index('text'));
    expect(counts.size).toBe(names.length * 20);
    for (const name of names) expect(counts.get(`${name}/3`)).toBe(2 + ((3 * 37) % 100) - 1);
    await follow.close();
    close();
  });

  it('are followed as they are written, and none is half there when the writer is killed', async () => {
    const random = seededRandom(20_261_130);
    const { vectors, close } = openEmbeddedVectors(folder);
    await vectors.activate('text', space);
    const follow = followerOf(vectors);
    for (const name of ['first', 'second', 'third', 'fourth']) {
      const most = 20 + Math.floor(random() * 60);
      const said = await followUntilKilled(follow, folder, name, most);
      const index = follow.index('text');
      expectWhole(await batchesIn(index), name, said);
      expect(await vectors.spaces()).toEqual([{ space, size: index?.size }]);
    }
    await follow.close();
    close();
  });
});
