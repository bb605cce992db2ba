import type { EvaluationCase } from '../../../../../shared/domain/evaluation/evaluation-case.js';
import type { EventKind, Interaction } from '../../../../../shared/domain/event.js';
import { type Random, seededRandom } from '../../../../../shared/domain/random.js';
import { happened, item, now, shopOf } from '../shop.js';

const groups = 10;
const itemsPerGroup = 8;
const stepsPerSession = 8;
const learnedSessions = 400;

/** Steps that stay in a group of items, and often order what was put in the cart. */
function* steps(group: number, random: Random): Generator<Pick<Interaction, 'itemId' | 'kind'>> {
  let inCart: string | undefined;
  for (let at = 0; at < stepsPerSession; at += 1) {
    const drawn = `p${group * itemsPerGroup + Math.floor(itemsPerGroup * random() ** 1.5)}`;
    const chance = random();
    if (inCart !== undefined && chance < 0.4) {
      yield { itemId: inCart, kind: 'order' };
      inCart = undefined;
      continue;
    }
    const kind: EventKind = chance < 0.65 ? 'cart' : 'view';
    if (kind === 'cart') inCart = drawn;
    yield { itemId: drawn, kind };
  }
}

function sessions(count: number): readonly (readonly Interaction[])[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, session) =>
    [...steps(session % groups, random)].map((step, at) => ({
      ...step,
      ts: now - (count - session) * 60_000 + at * 1_000,
    })),
  );
}

/** A shop that has learned from all but the last sessions, and those as cases. */
export function madeUpSessions(heldOut = 300) {
  const all = sessions(learnedSessions + heldOut);
  const shop = shopOf(
    Array.from({ length: groups * itemsPerGroup }, (_, n) => item(`p${n}`, { price: 1 + (n % 9) })),
    all
      .slice(0, learnedSessions)
      .flatMap((steps, session) =>
        steps.map(({ itemId, kind, ts }) =>
          happened({ sessionId: `s${session}`, itemId, type: kind, ts }),
        ),
      ),
  );
  const cases = all.slice(learnedSessions).map((own, at): EvaluationCase => {
    const cut = 2 + (at % 5);
    return { shopper: `held-out-${at}`, history: own.slice(0, cut), targets: own.slice(cut) };
  });
  return { shop, cases };
}
