import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTrainers } from '../../../models/recommenders/trainers.js';
import { makeTrainVersion } from '../../../models/training/train-version.js';
import { openEmbeddedStore } from '../../../shared/adapters/embedded/open-store.js';
import { openStoreReader } from '../../../shared/adapters/embedded/open-store-reader.js';
import { fileArtifactStore } from '../../../shared/adapters/files/artifact-store.js';
import { sha256 } from '../../../shared/adapters/files/sha256.js';
import { decodeManifest, encodeManifest } from '../../../shared/contracts/manifest.js';
import { builtInEventTypes, type ShopEvent } from '../../../shared/domain/event.js';
import type { Progress } from '../../../shared/ports/runtime.js';
import type { TrainedModel } from '../../../shared/ports/training-runner.js';
import { makeModelRegistry } from '../../../shared/use-cases/models/model-registry.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';
import { type ShopSize, syntheticEvents, syntheticItems } from '../synthetic-shop.js';

const smallShop: ShopSize = { items: 2_016, events: 100_000, users: 500 };
const eventTypes = builtInEventTypes;

/** From the store's file to a published version, with the hybrid alone and against itself as it serves. */
export async function retraining(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'retrain-bench-'));
  try {
    await fill(folder);
    const first = await publish(folder, new Map());
    const serving = first.models.map((model) => ({ ...model, keptFrom: 'first' }));
    const second = await publish(folder, new Map(serving.map((model) => [model.name, model])));
    const data = '500 users × 2,016 items × 100 k interactions, hybrid, load to published';
    return [
      { data, model: 'first', measured: first.measured, bar: '5 s (aim 2 s)' },
      { data, model: 'against what serves', measured: second.measured, bar: '5 s (aim 2 s)' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function fill(folder: string): Promise<void> {
  const store = openEmbeddedStore(folder);
  const items = [...syntheticItems(smallShop)];
  await store.catalog.upsert(items.flatMap((each) => (each.kind === 'item' ? [each.item] : [])));
  let batch: ShopEvent[] = [];
  for (const change of syntheticEvents(smallShop)) {
    if (change.kind === 'event') batch.push(change.event);
    if (batch.length < 5_000) continue;
    await store.events.append(batch);
    batch = [];
  }
  await store.events.append(batch);
  store.close();
}

async function publish(folder: string, serving: ReadonlyMap<TrainedModel['name'], TrainedModel>) {
  const watch = stageWatch();
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const reader = openStoreReader(folder);
  const runner = makeTrainVersion({
    ...{ ...reader, eventTypes, trainers: createTrainers() },
    ...{ maxEvents: 5_000_000, timeLimitMs: 60_000 },
  });
  const request = { seed: 1, models: ['hybrid'] as const, serving };
  const outcome = await runner.train(request, watch, new AbortController().signal);
  reader.close();
  watch.report('Publishing');
  await registryOf(folder).publish({ ...outcome, seed: 1 });
  watch.end();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(2);
  const cpuSeconds = ((user + system) / 1e6).toFixed(2);
  const measured = `${seconds} s, ${cpuSeconds} CPU s (${watch.shares()})`;
  return { models: outcome.models, measured };
}

/** What each stage took. */
function stageWatch(): Progress & { report(stage: string): void; shares(): string } {
  const spent = new Map<string, number>();
  let stage = '';
  let since = performance.now();
  const turn = (next: string) => {
    const now = performance.now();
    if (stage !== '') spent.set(stage, (spent.get(stage) ?? 0) + now - since);
    [stage, since] = [next, now];
  };
  return {
    report: (next) => turn(next),
    end: () => turn(''),
    shares: () => [...spent].map(([name, ms]) => `${name} ${(ms / 1_000).toFixed(2)}`).join(', '),
  };
}

function registryOf(folder: string) {
  let versions = 0;
  return makeModelRegistry({
    artifacts: fileArtifactStore(join(folder, 'models')),
    codec: { encode: encodeManifest, decode: decodeManifest },
    ...{ digest: sha256, clock: Date.now, telemetry: new RecordedTelemetry() },
    newId: () => `bench-${versions++}-${Math.floor(Math.random() * 1e9)}`,
  });
}

const million = 1_000_000;

/** The memory of a fresh process by the number of events read, with the default limit of five million. */
export async function trainingSetMemory(): Promise<readonly Row[]> {
  return [1, 5, 10].map((millions) => {
    const figures = [millions * million, 5 * million].map(String);
    const command = ['--import', 'tsx', memoryProgram, ...figures];
    const said = execFileSync(process.execPath, command, { encoding: 'utf8' });
    const { peakBytes, kept, longestGapMs } = JSON.parse(said);
    return {
      data: `${millions} million events, ${kept / million} million kept`,
      model: 'training set',
      measured: `${Math.round(peakBytes / 1e6)} MB RSS at the peak, ${Math.round(longestGapMs)} ms CPU between checkpoints at most`,
      bar: 'bounded',
    };
  });
}

const memoryProgram = fileURLToPath(new URL('training-memory.ts', import.meta.url));
