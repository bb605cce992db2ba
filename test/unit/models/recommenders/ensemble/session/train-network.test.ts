import { expect, test } from 'vitest';
import { featureCount } from '../../../../../../models/recommenders/ensemble/session/features.js';
import { trainNetwork } from '../../../../../../models/recommenders/ensemble/session/train-network.js';
import { seededRandom } from '../../../../../../shared/domain/random.js';

const scaling = {
  mean: new Float32Array(featureCount),
  inverseDeviation: new Float32Array(featureCount).fill(1),
};
const context = { random: seededRandom(1), pause: async () => undefined };

/** Twenty lists of two candidates, of which the first came next, their features all of one size. */
const lists = (feature: number) =>
  Array.from({ length: 20 }, () => ({
    itemIds: ['next', 'other'],
    features: new Float32Array(2 * featureCount).fill(feature, 0, featureCount),
    targets: [[0], [], []],
  }));

test('a loss that is no number ends the training, saying after how many steps', async () => {
  const training = trainNetwork(lists(3e38), scaling, context);
  await expect(training).rejects.toThrow(/^session: the loss is \S+ after [12] steps$/);
});

test('the loss falls where the features tell what came next', async () => {
  const { lastLoss } = await trainNetwork(lists(1), scaling, context);
  expect(lastLoss).toBeLessThan(Math.log(2) / 2);
});
