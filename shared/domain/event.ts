/** What an event means to the models; the names that clients send map to these. */
export const eventKinds = [
  'view',
  'like',
  'cart',
  'offer',
  'checkout',
  'order',
  'comment',
  'share',
  'dismiss',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What a client's event name stands for. `weight` > 0 grows with interest; `dismiss` counts against. */
interface EventMeaning {
  readonly kind: EventKind;
  readonly weight: number;
}
export type EventTypes = ReadonlyMap<string, EventMeaning>;

/** Something a shopper did with an item. At least one of `userId`, `sessionId` is set. */
export interface ShopEvent {
  readonly id: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly itemId: string;
  /** A name of the configured `EventTypes`. */
  readonly type: string;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly ts: number;
  /** The client's own figure: quantity, rating, seconds. */
  readonly value?: number;
  /** The answer that led to this event, and the model behind it, where one did. */
  readonly recommendationId?: string;
  readonly attributedModel?: string;
}

/** An event as it comes in: its id and time may be left to us, and whom to credit is for us to find. */
export type EventDraft = Omit<ShopEvent, 'id' | 'ts' | 'attributedModel'> &
  Partial<Pick<ShopEvent, 'id' | 'ts'>>;

/** One step of a shopper's history, as recommenders read it. */
export interface Interaction {
  readonly itemId: string;
  readonly kind: EventKind;
  readonly ts: number;
}

/** The three things a session may lead to (OTTO), and the kinds that count as each. */
export const objectives = ['clicks', 'carts', 'orders'] as const;
export type Objective = (typeof objectives)[number];

export const objectiveOf: Readonly<Record<EventKind, Objective | undefined>> = {
  view: 'clicks',
  like: 'clicks',
  comment: 'clicks',
  share: 'clicks',
  cart: 'carts',
  offer: 'carts',
  checkout: 'carts',
  order: 'orders',
  dismiss: undefined,
};

/** What a customer's app says that somebody did with a product, by the names it has for it. */
export const behaviorTypes = [
  'item_view',
  'item_like',
  'item_add_to_cart_tap',
  'offer_make',
  'buy_start',
  'buy_comp',
] as const;
export type BehaviorType = (typeof behaviorTypes)[number];

const builtIn: readonly (readonly [string, EventKind, number])[] = [
  ['view', 'view', 1],
  ['like', 'like', 3],
  ['cart', 'cart', 5],
  ['offer', 'offer', 5],
  ['checkout', 'checkout', 7],
  ['order', 'order', 10],
  ['comment', 'comment', 2],
  ['share', 'share', 3],
  ['dismiss', 'dismiss', 5],
  ['item_view', 'view', 1],
  ['item_like', 'like', 3],
  ['item_add_to_cart_tap', 'cart', 5],
  ['offer_make', 'offer', 5],
  ['buy_start', 'checkout', 7],
  ['buy_comp', 'order', 10],
  ['clicks', 'view', 1],
  ['carts', 'cart', 5],
  ['orders', 'order', 10],
];

/** The names every shop starts with; configuration adds to them or changes their weights. */
export const builtInEventTypes: EventTypes = new Map(
  builtIn.map(([name, kind, weight]) => [name, { kind, weight }]),
);
