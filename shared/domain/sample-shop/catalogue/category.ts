import type { Colour, Pattern } from '../colours.js';

export const styles = ['minimal', 'rustic', 'classic', 'playful', 'bold'] as const;
export type Style = (typeof styles)[number];

/** 1 is for a small purse, 3 is the best there is. */
export type Level = 1 | 2 | 3;

export interface Brand {
  readonly name: string;
  readonly level: Level;
  readonly style: Style;
}

export interface Department {
  readonly name: string;
  /** How many shoppers are drawn here, relative to the other departments. */
  readonly appeal: number;
  readonly brands: readonly Brand[];
  readonly sellers: readonly string[];
  readonly categories: readonly Category[];
}

/** What all products of a category have in common, as raw material for fifty different ones. */
export interface Category {
  /** As in `categories`: 'Mugs'. Unique in the shop. */
  readonly name: string;
  /** The start of its products' ids, and the name of its silhouette: 'mug'. */
  readonly slug: string;
  /** Ends the name of a product: 'Mug'. */
  readonly noun: string;
  /** What a brand of level 2 asks, in USD, from the plainest to the finest. */
  readonly priceUsd: readonly [number, number];
  /** What `materials` are called among an item's attributes, where it is not 'material'. */
  readonly materialIs?: string;
  /** Plainest first: the price rises along the list. */
  readonly materials: readonly string[];
  readonly patterns: readonly Pattern[];
  /**
   * Flavours, scents or titles that stand in place of colour and pattern in the name, each with its colour. The first
   * goes with the first of `uses`, and so on round and round, so that a title always tells the same story.
   */
  readonly variants?: readonly (readonly [string, Colour])[];
  readonly sizes: readonly string[];
  readonly uses: readonly string[];
  readonly care: readonly string[];
  /** Used up and bought again after about so many days. */
  readonly rebuyDays?: number;
  /** Dear enough that shoppers make offers. */
  readonly takesOffers?: true;
}
