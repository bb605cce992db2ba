import { describe, expect, it } from 'vitest';
import { openGraph } from '../../../../../../models/numeric/onnx/graph-session.js';
import { featureCount } from '../../../../../../models/recommenders/ensemble/session/features.js';
import {
  initialWeights,
  servingGraph,
} from '../../../../../../models/recommenders/ensemble/session/session-network.js';
import { trainNetwork } from '../../../../../../models/recommenders/ensemble/session/train-network.js';
import { seededRandom } from '../../../../../../shared/domain/random.js';

const plain = {
  mean: new Float32Array(featureCount),
  inverseDeviation: new Float32Array(featureCount).fill(1),
};
const candidates = 6;

/** Cases in which the candidate with the largest third feature comes next, for every objective. */
function casesOf(count: number) {
  const random = seededRandom(9);
  return Array.from({ length: count }, () => {
    const features = Float32Array.from({ length: candidates * featureCount }, () => random());
    const third = Array.from(
      { length: candidates },
      (_, at) => features[at * featureCount + 2] ?? 0,
    );
    const target = third.indexOf(Math.max(...third));
    const itemIds = third.map((_, at) => `i${at}`);
    return { itemIds, features, targets: [[target], [target, -1], []] };
  });
}

describe('the session network', () => {
  it('learns what makes a candidate come next', async () => {
    const tasks = { random: seededRandom(1), pause: async () => undefined };
    const { weights, lastLoss } = await trainNetwork(casesOf(300), plain, tasks);
    expect(lastLoss).toBeLessThan(2 * Math.log(candidates));
    const session = await openGraph(servingGraph(weights, plain));
    let hits = 0;
    const judged = casesOf(350).slice(300);
    for (const { features, targets } of judged) {
      const dims = [candidates, featureCount];
      const { scores } = await session.run({ features: { data: features, dims } });
      const clicks = Array.from({ length: candidates }, (_, at) => Number(scores?.data[3 * at]));
      if (clicks.indexOf(Math.max(...clicks)) === targets[0]?.[0]) hits += 1;
    }
    await session.release();
    expect(hits / judged.length).toBeGreaterThan(0.85);
  });

  it('serves scores of scaled features', async () => {
    const weights = initialWeights(seededRandom(2));
    const direct = new Float32Array(3 * featureCount);
    direct[0] = 2;
    const only = {
      ...weights,
      outputWeights: { ...weights.outputWeights, data: new Float32Array(24 * 3) },
      directWeights: { ...weights.directWeights, data: direct },
    };
    const scaling = {
      mean: plain.mean.map((_, at) => (at === 0 ? 1 : 0)),
      inverseDeviation: plain.inverseDeviation.map(() => 0.5),
    };
    const session = await openGraph(servingGraph(only, scaling));
    const data = new Float32Array(featureCount).fill(7);
    const { scores } = await session.run({ features: { data, dims: [1, featureCount] } });
    expect(scores?.data).toEqual(Float32Array.of(6, 0, 0));
    await session.release();
  });

  it('says after how many steps the loss was no number', async () => {
    const [one] = casesOf(1);
    const features = one?.features.map(() => Number.NaN) ?? new Float32Array(0);
    const tasks = { random: seededRandom(1), pause: async () => undefined };
    const broken = { itemIds: one?.itemIds ?? [], targets: [[0], [0], [0]], features };
    await expect(trainNetwork([broken], plain, tasks)).rejects.toThrow('NaN after 1 steps');
  });
});
