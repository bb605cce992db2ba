import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileArtifactStore } from '../../../../../shared/adapters/files/artifact-store.js';
import {
  measuredArtifactStore,
  measuredImageFetcher,
  measuredShoppingSearch,
  measuredTaskQueue,
} from '../../../../../shared/adapters/telemetry/measured.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';
import { openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

const { signal } = new AbortController();
const query = { text: 'red shoes', limit: 3 };

describe('Calls of others', () => {
  it('are told of by who was asked and how it went, not by what for', async () => {
    const telemetry = new RecordedTelemetry();
    const away = new AppError('unavailable', 'the shopping provider is away');
    const answers = [async () => [], () => Promise.reject(away), () => Promise.reject('odd')];
    const provider = measuredShoppingSearch(
      { search: () => (answers.shift() ?? (async () => []))() },
      telemetry,
    );
    expect(await provider.search(query, signal)).toEqual([]);
    await expect(provider.search(query, signal)).rejects.toBe(away);
    await expect(provider.search(query, signal)).rejects.toBe('odd');
    const call = { target: 'shopping provider', name: 'search', durationMs: expect.any(Number) };
    expect(telemetry.dependencies).toEqual([
      { ...call, isOk: true, result: 'ok' },
      { ...call, isOk: false, result: 'unavailable' },
      { ...call, isOk: false, result: 'failed' },
    ]);
  });

  it('that somebody has left are no failures', async () => {
    const telemetry = new RecordedTelemetry();
    const left = AbortSignal.abort(new Error('left'));
    const fetcher = measuredImageFetcher(
      { fetch: (_, signal) => Promise.reject(signal?.reason) },
      telemetry,
    );
    await expect(fetcher.fetch('https://shop.example/mug.png', left)).rejects.toThrow('left');
    expect(telemetry.dependencies).toMatchObject([
      { target: 'web', name: 'GET picture', isOk: true, result: 'left' },
    ]);
  });
});

describe('A store of artifacts', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'measured-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('works as it did, and each call is told of without its path', async () => {
    const telemetry = new RecordedTelemetry();
    const store = measuredArtifactStore(fileArtifactStore(folder), 'blob storage', telemetry);
    await store.write('a/b', Uint8Array.of(1));
    expect([...((await store.read('a/b')) ?? [])]).toEqual([1]);
    expect(await store.list('a/')).toEqual(['a/b']);
    await expect(store.write('a/b', Uint8Array.of(2))).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.movePointer('serving', 'v1', undefined)).toBe(true);
    expect((await store.pointer('serving'))?.value).toBe('v1');
    await store.removeAll('a/');
    expect(telemetry.dependencies.map(({ name, isOk }) => [name, isOk])).toEqual([
      ...[
        ['write', true],
        ['read', true],
        ['list', true],
        ['write', false],
      ],
      ...[
        ['move pointer', true],
        ['read pointer', true],
        ['remove', true],
      ],
    ]);
    expect(JSON.stringify(telemetry.dependencies)).not.toContain('a/b');
  });
});

describe('A queue', () => {
  let house: TaskHouse;
  beforeEach(async () => {
    house = await openTaskHouse();
  });
  afterEach(() => house.close());

  it('works as it did, and what it is sent is told of', async () => {
    const telemetry = new RecordedTelemetry();
    const queue = measuredTaskQueue(house.queue, 'service bus', telemetry);
    await queue.send('jobs', { taskId: 'a' });
    expect(await queue.deadLetters('jobs', 1)).toEqual([]);
    expect(telemetry.dependencies).toMatchObject([
      { target: 'service bus', name: 'send jobs', isOk: true },
    ]);
  });
});
