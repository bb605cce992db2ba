import type { Interaction } from './event.js';
import type { Candidate, Reason } from './ranking.js';

/**
 * What put the item on the list, in words. `nameOf` gives an item's name; an item that is gone is spoken of without
 * one, and one that stands there because of itself is not named twice.
 */
export function describeReason(
  { itemId, reason }: Candidate,
  nameOf: (itemId: string) => string | undefined,
): string {
  switch (reason.kind) {
    case 'popular':
      return `popular${within(reason.category)}${reason.thisWeek ? ' this week' : ''}`;
    case 'trending':
    case 'new':
      return `${reason.kind}${within(reason.category)}`;
    case 'catalogue':
      return 'from the catalogue';
    case 'bought-together':
    case 'similar':
    case 'similar-shoppers':
      return relations[reason.kind](reason.because === itemId ? undefined : nameOf(reason.because));
    default:
      return deeds[reason.kind](reason.because === itemId ? 'it' : nameOf(reason.because));
  }
}

const within = (category: string | undefined) => (category === undefined ? '' : ` in ${category}`);

const relations = {
  'bought-together': (name = 'something you chose') => `bought together with ${name}`,
  similar: (name = 'something you chose') => `similar to ${name}`,
  'similar-shoppers': (name = 'what you chose') => `chosen by shoppers who chose ${name}`,
};

const deeds = {
  viewed: (name = 'something like it') => `because you viewed ${name}`,
  liked: (name = 'something like it') => `because you liked ${name}`,
  carted: (name = 'something like it') => `because you put ${name} in your cart`,
  ordered: (name = 'something like it') => `because you bought ${name}`,
};

/** What a step of the history says as a reason: what the shopper did, in the words that hold for its kind. */
export function becauseOf(step: Interaction): Reason {
  const because = step.itemId;
  switch (step.kind) {
    case 'order':
      return { kind: 'ordered', because };
    case 'cart':
    case 'checkout':
      return { kind: 'carted', because };
    case 'like':
      return { kind: 'liked', because };
    case 'view':
    case 'comment':
    case 'share':
    case 'offer':
    case 'dismiss':
      return { kind: 'viewed', because };
  }
}
