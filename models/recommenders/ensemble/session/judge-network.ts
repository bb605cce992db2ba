import { type Objective, objectives } from '../../../../shared/domain/event.js';
import { openGraph } from '../../../numeric/onnx/graph-session.js';
import { gainOf } from '../blend/case-table.js';
import { countedScores, likelihoods, networkScores } from './network-scores.js';
import type { SessionCase } from './session-cases.js';

/** NDCG, mean over the cases of an objective. */
interface Gain {
  readonly learned: number;
  readonly counted: number;
}

/** How well the network and counting order the same candidates of cases that neither has seen. */
export async function judgeNetwork(
  cases: readonly SessionCase[],
  graph: Uint8Array,
): Promise<Readonly<Record<Objective, Gain>>> {
  const session = await openGraph(graph);
  const gains: (Gain & { readonly column: number })[] = [];
  for (const one of cases.filter(({ itemIds }) => itemIds.length > 0)) {
    const values = await networkScores(session, one);
    for (const [column, targets] of one.targets.entries()) {
      if (targets.length === 0) continue;
      const table = { size: one.itemIds.length, targets, columns: new Map() };
      const learned = gainOf(table, Float64Array.from(likelihoods(values, column)));
      const counted = gainOf(table, Float64Array.from(countedScores(one, column)));
      gains.push({ column, learned, counted });
    }
  }
  await session.release();
  const of = (objective: Objective): Gain =>
    meanOf(gains.filter(({ column }) => objectives[column] === objective));
  return { clicks: of('clicks'), carts: of('carts'), orders: of('orders') };
}

function meanOf(gains: readonly Gain[]): Gain {
  const count = Math.max(1, gains.length);
  const mean = (of: (gain: Gain) => number) => gains.reduce((sum, one) => sum + of(one), 0) / count;
  return { learned: mean(({ learned }) => learned), counted: mean(({ counted }) => counted) };
}
