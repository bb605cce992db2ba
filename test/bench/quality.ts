import type { ModelName } from '../../shared/domain/ranking.js';
import type { Accept, Recommender } from '../../shared/ports/recommender.js';
import { readLines, readSequences } from './quality/data.js';
import { measureSpeed, type Speed } from './quality/latency.js';
import { type Case, measure } from './quality/measure.js';
import { measurePrecision } from './quality/precision.js';
import { historyOf, learn, prefixCases, type Sequences, startMs } from './quality/sessions.js';
import type { Row } from './report.js';

/** What the project holds itself to stands under `bar`, empty where it names none. */
type Report = Promise<readonly Row[]>;

/** These sets have no times: the made-up clock is short, so that nothing fades by it. */
const spanMs = 3 * 86_400_000;
const models: readonly ModelName[] = ['popular', 'co-visitation', 'session-knn', 'blend'];

function skipped(data: string): readonly Row[] {
  return [{ data, model: '', measured: 'skipped: the data is not here', bar: '' }];
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** RSC15 clicks 1/64: every prefix, full ranking, nothing excluded; HR@20 and MRR@20 in percent. */
export async function yoochoose(): Report {
  const data = 'Yoochoose 1/64, HR@20/MRR@20 %';
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  if (train === undefined || test === undefined) return skipped(data);
  const counting = learn(train, { spanMs, owner: 'session' });
  const bars = new Map([
    ['co-visitation', '52.9/22.3'],
    ['session-knn', '67.0/27.4'],
  ]);
  // The constants of the models were chosen on every tenth of these sessions: those are left out here.
  const untouched = test.filter((_, at) => at % 10 !== 0);
  return rowsOf(counting.recommenders, async (model, recommender) => {
    const now = startMs + spanMs;
    const score = async (sessions: Sequences) => {
      const quality = await measure(recommender, { cases: prefixCases(sessions), cutoff: 20, now });
      return { ...quality, text: `${percent(quality.hitRate)}/${percent(quality.reciprocalRank)}` };
    };
    const { text: measured, medianMs, p95Ms } = await score(test);
    const { text: unseen } = await score(untouched);
    const time = `${medianMs.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)}`;
    return { data, model, measured, unseen, 'an answer takes': time, bar: bars.get(model) ?? '' };
  });
}

/** Amazon Beauty 5-core: the last item of each user, full ranking over items not seen; HR@10 and NDCG@10. */
export async function beauty(): Report {
  const data = 'Beauty, HR@10/NDCG@10';
  const sequences = readSequences('amazon5core/Beauty.txt.gz')?.map((line) => line.slice(1));
  if (sequences === undefined) return skipped(data);
  const train = sequences.map((sequence) => sequence.slice(0, -1));
  const counting = learn(train, { spanMs, owner: 'user' });
  const cases = sequences.map((sequence) => ({
    history: historyOf(sequence.slice(0, -1)),
    target: sequence.at(-1) ?? '',
  }));
  // The constants of the models were chosen on every fourth of these users: those are left out here.
  const untouched = cases.filter((_, at) => at % 4 !== 0);
  return rowsOf(counting.recommenders, async (model, recommender) => {
    const score = async (asked: readonly Case[]) => {
      const now = startMs + spanMs;
      const protocol = { cases: asked, cutoff: 10, now, acceptFor: nothingSeen };
      const { hitRate, gain } = await measure(recommender, protocol);
      return `${hitRate.toFixed(3)}/${gain.toFixed(3)}`;
    };
    const [measured, unseen] = [await score(cases), await score(untouched)];
    return { data, model, measured, unseen, bar: model === 'popular' ? '' : '.075/.046' };
  });
}

function nothingSeen({ history }: Case): Accept {
  const seen = new Set(history.map((step) => step.itemId));
  return (id) => !seen.has(id);
}

/** MovieLens 100K, GroupLens' split ua, items of the training excluded; precision@10. */
export async function movieLens(): Report {
  const data = 'MovieLens-100K ua, precision@10';
  const train = readLines('ml-100k/ua.base');
  const test = readLines('ml-100k/ua.test');
  if (train === undefined || test === undefined) return skipped(data);
  const precision = await measurePrecision(train, test, models);
  return [...precision].map(([model, value]) => ({
    data,
    model,
    measured: value.toFixed(3),
    bar: '',
  }));
}

async function rowsOf(
  recommenders: ReadonlyMap<ModelName, Recommender>,
  row: (model: ModelName, recommender: Recommender) => Promise<Row>,
): Report {
  const rows: Row[] = [];
  for (const model of models) {
    const recommender = recommenders.get(model);
    if (recommender !== undefined) rows.push(await row(model, recommender));
  }
  return rows;
}

/** A made-up shop of a sample's size, and one of 150,000 items with 2 million events. */
export async function speed(): Report {
  const small = await measureSpeed({ items: 2_000, events: 120_000, users: 5_000 }, 2_000);
  const large = await measureSpeed({ items: 150_000, events: 2_000_000, users: 100_000 }, 1_000);
  return [...speedRows(small), ...speedRows(large)];
}

function speedRows({ size, eventsPerSecond, logBytes, latencies }: Speed): readonly Row[] {
  const data = `${size.items} items × ${size.events} events`;
  const learning = `${Math.round(eventsPerSecond)} events/s, log ${Math.round(logBytes / 2 ** 20)} MiB`;
  const rows = latencies.map(({ what, medianMs, p95Ms, p99Ms }) => {
    const measured = [medianMs, p95Ms, p99Ms].map((ms) => ms.toFixed(2)).join('/');
    return { data, model: what, measured: `${measured} ms p50/p95/p99`, bar: '' };
  });
  return [{ data, model: 'learning', measured: learning, bar: '' }, ...rows];
}
