import { beforeEach, expect, test } from 'vitest';
import { ExactVectorIndex } from '../../../../../models/vectors/exact-index.js';
import type { VectorKind, VectorSpace } from '../../../../../shared/domain/vector-space.js';
import type { HybridIndex } from '../../../../../shared/ports/hybrid-index.js';
import type { OpenSpace } from '../../../../../shared/ports/served-space.js';
import { makeFollowServed } from '../../../../../shared/use-cases/vectors/follow-served.js';
import { spaceOf } from '../../../../contract/vectors.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

const space = spaceOf(2);
const next: VectorSpace = { ...space, version: '2' };
let active: Map<VectorKind, VectorSpace>;
let opened: VectorSpace[];
let telemetry: RecordedTelemetry;
/** Ends the pause that is waited for. */
let endPause: () => void;
let isDown: boolean;
beforeEach(() => {
  active = new Map();
  opened = [];
  telemetry = new RecordedTelemetry();
  endPause = () => undefined;
  isDown = false;
});

const openSpace: OpenSpace = async (wanted) => {
  opened.push(wanted);
  if (wanted.model === 'lost') return undefined;
  const hybrid: HybridIndex = { space: wanted, search: async () => [] };
  return { index: new ExactVectorIndex(wanted), hybrid };
};

function follow() {
  const asked = async (kind: VectorKind) => {
    if (isDown) throw new Error('the store is away');
    return active.get(kind);
  };
  return makeFollowServed({
    ...{ store: { active: asked }, openSpace, telemetry, everyMs: 10_000 },
    pause: (_, signal) =>
      new Promise((resolve) => {
        endPause = resolve;
        signal.addEventListener('abort', () => resolve());
      }),
  });
}

test('a space that serves is opened once, and another in its place', async () => {
  active.set('text', space);
  const served = follow();
  expect(served.index('text')).toBeUndefined();
  await served.catchUp();
  await served.catchUp();
  expect(opened).toEqual([space]);
  expect(served.index('text')?.space).toEqual(space);
  expect(served.hybrid()?.space).toEqual(space);
  expect(served.index('image')).toBeUndefined();
  active.set('text', next);
  await served.catchUp();
  expect(served.index('text')?.space).toEqual(next);
});

test('nothing is searched once nothing serves', async () => {
  active.set('text', space);
  const served = follow();
  await served.catchUp();
  active.clear();
  await served.catchUp();
  expect(served.index('text')).toBeUndefined();
  expect(served.hybrid()).toBeUndefined();
});

test('a space that was lost on the way leaves the one before', async () => {
  active.set('text', space);
  const served = follow();
  await served.catchUp();
  active.set('text', { ...space, model: 'lost' });
  await served.catchUp();
  expect(served.index('text')?.space).toEqual(space);
});

test('how large a space is gets asked again now and then', async () => {
  active.set('text', space);
  const served = follow();
  for (let looks = 0; looks <= 60; looks += 1) await served.catchUp();
  expect(opened).toEqual([space, space]);
});

test('a store that is away is told of, and what serves goes on', async () => {
  active.set('text', space);
  const served = follow();
  await served.catchUp();
  isDown = true;
  const watching = served.watch();
  await new Promise((resolve) => void setImmediate(resolve));
  endPause();
  await served.close();
  await watching;
  expect(telemetry.exceptions.length).toBeGreaterThan(0);
  expect(served.index('text')?.space).toEqual(space);
});
