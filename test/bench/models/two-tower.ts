import type { TwoTowerOptions } from '../../../models/recommenders/two-tower/options.js';
import { createTwoTowerTrainer } from '../../../models/recommenders/two-tower/two-tower.js';
import type { Item } from '../../../shared/domain/item.js';
import type { ModelFiles, Trainer, TrainingSet } from '../../../shared/ports/training.js';
import { readLines, readSequences } from '../quality/data.js';
import type { Case } from '../quality/measure.js';
import { historyOf, prefixCases, startMs } from '../quality/sessions.js';
import type { Row } from '../report.js';
import { sequenceSet } from './sequence-set.js';

/** These sets have no times: the made-up clock only puts their events in order. */
const spanMs = 3 * 86_400_000;
/** Chosen on the last fifteenth of the training sessions, and on the last training item of each user. */
const yoochooseOptions: Partial<TwoTowerOptions> = { epochs: 4 };
const beautyOptions: Partial<TwoTowerOptions> = { epochs: 6, candidates: 3_000, sharpness: 12 };

/** The two-tower model on both sets, and a warm start on the newest hundredth of one. */
export async function twoTower(): Promise<readonly Row[]> {
  return [...(await yoochoose()), ...(await beauty())];
}

/** From scratch on all sessions; on all but the newest hundredth; and going on from there with the hundredth. */
async function yoochoose(): Promise<readonly Row[]> {
  const data = 'Yoochoose 1/64, HR@20/MRR@20 %';
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  if (train === undefined || test === undefined) return skipped(data);
  const trainer = createTwoTowerTrainer(yoochooseOptions);
  const all = sequenceSet(train, spanMs);
  const cold = await trainOn(trainer, all);
  const before = await trainOn(trainer, cut(all, Math.floor(train.length * 0.99)));
  const warm = await trainOn(trainer, all, before.files);
  const quality = async ({ files, took }: Trained) => {
    const protocol = { cases: prefixCases(test), cutoff: 20, excludesSeen: false };
    const { hitRate, reciprocalRank } = await score(trainer, files, protocol);
    return `${(hitRate * 100).toFixed(2)}/${(reciprocalRank * 100).toFixed(2)}, ${took}`;
  };
  const share = ((warm.cpuSeconds / cold.cpuSeconds) * 100).toFixed(1);
  const bars = { cold: '68/28.5 (aim 70.6/30.9)', warm: '25 % of the time (aim 10), no loss' };
  return [
    { data, model: 'two-tower', measured: await quality(cold), bar: bars.cold },
    { data, model: 'the newest 1 % left out', measured: await quality(before), bar: '' },
    {
      data,
      model: 'the newest 1 % by warm start',
      measured: `${await quality(warm)}: ${share} %`,
      bar: bars.warm,
    },
  ];
}

async function beauty(): Promise<readonly Row[]> {
  const data = 'Beauty 5-core, HR@10/NDCG@10';
  const sequences = readSequences('amazon5core/Beauty.txt.gz')?.map((line) => line.slice(1));
  if (sequences === undefined) return skipped(data);
  const train = sequences.map((sequence) => sequence.slice(0, -1));
  const cases = sequences.map((sequence) => ({
    history: historyOf(sequence.slice(0, -1)),
    target: sequence.at(-1) ?? '',
  }));
  const rows: Row[] = [];
  const described = { ids: () => ({}), 'ids and attributes': attributesOfBeauty() };
  for (const [model, describe] of Object.entries(described)) {
    const trainer = createTwoTowerTrainer(beautyOptions);
    const { files, took } = await trainOn(trainer, sequenceSet(train, spanMs, describe));
    const protocol = { cases, cutoff: 10, excludesSeen: true };
    const { hitRate, gain } = await score(trainer, files, protocol);
    const measured = `${hitRate.toFixed(3)}/${gain.toFixed(3)}, ${took}`;
    rows.push({
      data,
      model: `two-tower, ${model}`,
      measured,
      bar: '.075/.046 (aim .085/.052)',
    });
  }
  return rows;
}

function attributesOfBeauty(): (id: string) => Partial<Item> {
  const text = readLines('amazon5core/Beauty_item2attributes.json')?.join('') ?? '{}';
  const attributes: Readonly<Record<string, readonly number[]>> = JSON.parse(text);
  return (id) => ({ tags: attributes[id]?.map(String) ?? [] });
}

function skipped(data: string): readonly Row[] {
  return [{ data, model: 'two-tower', measured: 'skipped: the data is not here', bar: '' }];
}

/** The same shop before its last shoppers came. */
function cut(set: TrainingSet, shoppers: number): TrainingSet {
  const { starts, item, kind, weight, ts } = set.events;
  const end = starts[shoppers] ?? item.length;
  return {
    ...set,
    shoppers: { ids: set.shoppers.ids.slice(0, shoppers), traits: set.shoppers.traits },
    events: {
      starts: starts.slice(0, shoppers + 1),
      item: item.slice(0, end),
      kind: kind.slice(0, end),
      weight: weight.slice(0, end),
      ts: ts.slice(0, end),
    },
  };
}

interface Trained {
  readonly files: ModelFiles;
  readonly cpuSeconds: number;
  readonly took: string;
}

async function trainOn(
  trainer: Trainer,
  set: TrainingSet,
  previous?: ModelFiles,
): Promise<Trained> {
  const before = process.cpuUsage();
  const context = { seed: 1, checkpoint: () => new Promise<void>((go) => setImmediate(go)) };
  const { files, figures } = await trainer.fit(set, { ...context, ...(previous && { previous }) });
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  const took = `${cpuSeconds.toFixed(1)} CPU s, ${figures['steps']} steps`;
  return { files, cpuSeconds, took };
}

interface Protocol {
  readonly cases: Iterable<Case>;
  readonly cutoff: number;
  readonly excludesSeen: boolean;
}

/** Hit rate, mean reciprocal rank and NDCG at the cutoff over full rankings. */
async function score(trainer: Trainer, files: ModelFiles, protocol: Protocol) {
  const model = await trainer.load(files);
  let [cases, hits, reciprocal, gain] = [0, 0, 0, 0];
  for (const { history, target } of protocol.cases) {
    const seen = new Set(protocol.excludesSeen ? history.map(({ itemId }) => itemId) : []);
    const count = protocol.cutoff + seen.size;
    const { itemIds } = await model.rank({ history, now: startMs + spanMs, count });
    const unseen = itemIds.filter((id) => !seen.has(id)).slice(0, protocol.cutoff);
    const place = unseen.indexOf(target);
    cases += 1;
    if (place < 0) continue;
    hits += 1;
    reciprocal += 1 / (place + 1);
    gain += 1 / Math.log2(place + 2);
  }
  await model.close();
  return { hitRate: hits / cases, reciprocalRank: reciprocal / cases, gain: gain / cases };
}
