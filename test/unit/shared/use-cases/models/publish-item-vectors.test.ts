import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EmbeddedVectors,
  openEmbeddedVectors,
} from '../../../../../shared/adapters/embedded/vectors/open-vectors.js';
import { makePublishItemVectors } from '../../../../../shared/use-cases/models/publish-item-vectors.js';

let folder: string;
let opened: EmbeddedVectors;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  opened = openEmbeddedVectors(folder);
});
afterEach(() => {
  opened.close();
  rmSync(folder, { recursive: true });
});

const { signal } = new AbortController();
const publish = (version: string, itemIds: readonly string[], values: readonly number[]) =>
  makePublishItemVectors({ vectors: opened.vectors, clock: () => 7 })(
    { name: 'hybrid', itemVectors: { itemIds, dimension: 2, values: Float32Array.from(values) } },
    version,
    signal,
  );
const sizes = async () =>
  (await opened.vectors.spaces()).map(({ space, size }) => [space.model, space.version, size]);

test('the items of a version are put in a space of its own, which serves', async () => {
  await publish('v1', ['a', 'b'], [1, 0, 0, 1]);
  const active = await opened.vectors.active('collaborative');
  expect(active).toEqual({ model: 'collaborative-hybrid', version: 'v1', dimensions: 2 });
  expect(await sizes()).toEqual([['collaborative-hybrid', 'v1', 2]]);
  expect(await opened.vectors.active('text')).toBeUndefined();
});

test('the version before goes once the next one serves', async () => {
  await publish('v1', ['a'], [1, 0]);
  await publish('v2', ['a', 'b'], [1, 0, 0, 1]);
  expect(await sizes()).toEqual([['collaborative-hybrid', 'v2', 2]]);
});

test('the same version again changes nothing', async () => {
  await publish('v1', ['a'], [1, 0]);
  await publish('v1', ['a'], [1, 0]);
  expect(await sizes()).toEqual([['collaborative-hybrid', 'v1', 1]]);
});

test('items that nobody has met, and models without vectors, are passed over', async () => {
  await publish('v1', ['a', 'unmet'], [1, 0, 0, 0]);
  expect(await sizes()).toEqual([['collaborative-hybrid', 'v1', 1]]);
  const publishNone = makePublishItemVectors({ vectors: opened.vectors, clock: () => 7 });
  await publishNone({ name: 'ease' }, 'v2', signal);
  expect(await sizes()).toEqual([['collaborative-hybrid', 'v1', 1]]);
});
