import { type Objective, objectives } from '../../../../shared/domain/event.js';
import { type GraphSession, openGraph } from '../../../numeric/onnx/graph-session.js';
import { singleAt } from '../../../numeric/read.js';
import { gainOf } from '../blend/case-table.js';
import { featureCount } from './features.js';
import { likelihoods } from './learned-session-ranker.js';
import type { SessionCase } from './session-cases.js';

/** NDCG, mean over the cases of an objective. */
export interface Gain {
  readonly learned: number;
  readonly counted: number;
}

/** How well the network and counting order the same candidates of cases that neither has seen. */
export async function judgeNetwork(
  cases: readonly SessionCase[],
  graph: Uint8Array,
): Promise<Readonly<Record<Objective, Gain>>> {
  const session = await openGraph(graph);
  const gains = objectives.map((): Gain[] => []);
  for (const one of cases.filter(({ itemIds }) => itemIds.length > 0)) {
    const values = await scoresOf(one, session);
    for (const [column, targets] of one.targets.entries()) {
      if (targets.length > 0) gains[column]?.push(gainIn(one, column, values));
    }
  }
  await session.release();
  const [clicks, carts, orders] = gains.map(meanOf);
  const nothing = { learned: 0, counted: 0 };
  return { clicks: clicks ?? nothing, carts: carts ?? nothing, orders: orders ?? nothing };
}

async function scoresOf(
  { itemIds, features }: SessionCase,
  session: GraphSession,
): Promise<Float32Array> {
  const dims = [itemIds.length, featureCount];
  const { scores } = await session.run({ features: { data: features, dims } });
  return scores?.data instanceof Float32Array ? scores.data : new Float32Array(0);
}

function gainIn({ itemIds, features, targets }: SessionCase, column: number, values: Float32Array) {
  const table = { size: itemIds.length, targets: targets[column] ?? [], columns: new Map() };
  const counted = Float64Array.from(itemIds, (_, at) =>
    singleAt(features, at * featureCount + column),
  );
  const learned = Float64Array.from(likelihoods(values, column));
  return { learned: gainOf(table, learned), counted: gainOf(table, counted) };
}

function meanOf(gains: readonly Gain[]): Gain {
  const sum = gains.reduce(
    (all, { learned, counted }) => ({
      learned: all.learned + learned,
      counted: all.counted + counted,
    }),
    { learned: 0, counted: 0 },
  );
  const count = Math.max(1, gains.length);
  return { learned: sum.learned / count, counted: sum.counted / count };
}
