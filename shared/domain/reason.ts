import type { Candidate } from './ranking.js';

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
