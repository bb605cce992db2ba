import { leaveOneOut } from '../../../models/training/evaluation/protocols/leave-one-out.js';
import { acceptUnseen } from '../../../models/training/evaluation/protocols/unseen.js';
import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';
import { trainingSetOf } from '../../support/training-set.js';
import type { Row } from '../report.js';
import { readSequences } from './data.js';
import { judgeModels, skipped, thousandths, type Wants } from './judge-models.js';

/** A day between a cart and its order, and between a history and the question: the set has no times. */
const dayMs = 86_400_000;

/** Beibei's carts and orders: the order of each user that was held out, over items they have not ordered; HR@10 and NDCG@10. */
export async function beibei(wants: Wants): Promise<readonly Row[]> {
  const data = 'Beibei, orders from carts and orders, HR@10/NDCG@10';
  const carts = readSequences('beibei_cart_buy/cart.txt.gz');
  const orders = readSequences('beibei_cart_buy/train.txt.gz');
  const held = readSequences('beibei_cart_buy/test.txt');
  if (carts === undefined || orders === undefined || held === undefined) return skipped(data);
  const wanted = new Map(held.map(([user = '', item = '']) => [user, item]));
  const ordered = new Map(orders.map(([user = '', ...items]) => [user, items]));
  const users = carts.map(([user = '', ...items]) => ({
    target: wanted.get(user) ?? '',
    // Of the cart of an order that is asked for nothing may be known.
    carted: items.filter((item) => item !== wanted.get(user)),
    ordered: ordered.get(user) ?? [],
  }));
  const train = trainingSetOf({
    histories: users.map((user) => [
      ...user.carted.map((item) => ({ item, kind: 'cart' as const, ts: 0 })),
      ...user.ordered.map((item) => ({ item, kind: 'order' as const, ts: dayMs })),
    ]),
  });
  const cases = users.map(
    (user, shopper): EvaluationCase => ({
      shopper: `u-${shopper}`,
      history: [
        ...user.carted.map((itemId) => ({ itemId, kind: 'cart' as const, ts: 0 })),
        ...user.ordered.map((itemId) => ({ itemId, kind: 'order' as const, ts: dayMs })),
      ],
      targets: [{ itemId: user.target, kind: 'order', ts: 2 * dayMs }],
    }),
  );
  return judgeModels(
    {
      ...{ data, train, protocol: leaveOneOut, acceptFor: acceptUnseen, cutoff: 10 },
      cases: cases.filter(({ targets: [target] }) => target?.itemId !== ''),
      ...{ metrics: ['hit-rate@10', 'ndcg@10'], show: thousandths },
    },
    wants,
  );
}
