import type { Interaction } from '../../shared/domain/event.js';
import type { Reason } from '../../shared/domain/ranking.js';

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
