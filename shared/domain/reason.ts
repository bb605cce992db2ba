import type { Reason } from './ranking.js';

/** The reason in words. `nameOf` gives an item's name; an item that is gone is spoken of without one. */
export function describeReason(
  reason: Reason,
  nameOf: (itemId: string) => string | undefined,
): string {
  switch (reason.kind) {
    case 'viewed':
    case 'liked':
      return `because you ${reason.kind} ${nameOf(reason.because) ?? 'something like it'}`;
    case 'ordered':
      return `because you bought ${nameOf(reason.because) ?? 'something like it'}`;
    case 'carted':
      return `because you put ${nameOf(reason.because) ?? 'something like it'} in your cart`;
    case 'bought-together':
      return `bought together with ${nameOf(reason.because) ?? 'something you chose'}`;
    case 'similar':
      return `similar to ${nameOf(reason.because) ?? 'something you chose'}`;
    case 'similar-shoppers':
      return `chosen by shoppers who chose ${nameOf(reason.because) ?? 'what you chose'}`;
    case 'popular':
      return `popular${within(reason.category)}${reason.thisWeek ? ' this week' : ''}`;
    case 'trending':
    case 'new':
      return `${reason.kind}${within(reason.category)}`;
    case 'catalogue':
      return 'from the catalogue';
  }
}

const within = (category: string | undefined) => (category === undefined ? '' : ` in ${category}`);
