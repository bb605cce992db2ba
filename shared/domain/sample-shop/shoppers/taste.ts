import { type Random, seededRandom } from '../../random.js';
import { type Department, type Level, type Style, styles } from '../catalogue/category.js';
import { departments } from '../catalogue/departments.js';
import type { Product } from '../catalogue/products.js';
import { aroundMedian, at, pick, pickWeighted } from '../choice.js';
import { type Colour, colours, isColour } from '../colours.js';

/** What a made-up shopper likes: the truth that a recommender may find out from the events. */
export interface Taste {
  /** The department of six visits in ten, and that of two more. */
  readonly favourite: Department;
  readonly second: Department;
  readonly colours: readonly Colour[];
  readonly level: Level;
  readonly style: Style;
}

export interface Shopper {
  readonly id: string;
  readonly taste: Taste;
  /** Signs up during the first visit, on this of the sixty days (the first is 1), and never comes earlier. */
  readonly firstDay: number;
  readonly visitsPerDay: number;
  /** Whether the events come from a tracker that knows only clicks, carts and orders. */
  readonly usesTracker: boolean;
}

const shopperCount = 5000;
const allColours = Object.keys(colours).filter(isColour);
const appeals = departments.map(({ appeal }) => appeal);

/** Five thousand shoppers, the same for the same seed. */
export function makeShoppers(seed: number): readonly Shopper[] {
  const random = seededRandom(seed + 1);
  return Array.from({ length: shopperCount }, (_, index) => ({
    id: `shopper-${String(index + 1).padStart(4, '0')}`,
    taste: drawTaste(random),
    firstDay: 1 + Math.floor(random() ** 2.5 * 60),
    visitsPerDay: Math.min(0.8, aroundMedian(random, 0.0515, 0.8)),
    usesTracker: random() < 0.1,
  }));
}

function drawTaste(random: Random): Taste {
  const level = pickWeighted(random, [1, 2, 3] as const, [0.4, 0.4, 0.2]);
  return {
    favourite: pickWeighted(random, departments, appeals),
    second: pickWeighted(random, departments, appeals),
    colours: [pick(random, allColours), pick(random, allColours), pick(random, allColours)],
    level,
    style: pick(random, styles),
  };
}

const levelFit = [1, 0.45, 0.12];

/** How well a product suits a taste, in (0, 1]: colour, brand level and style each take their share. */
export function suitability(taste: Taste, { colour, brand }: Product): number {
  const colourFit = taste.colours.includes(colour) ? 1 : 0.25;
  const styleFit = taste.style === brand.style ? 1 : 0.5;
  return colourFit * styleFit * at(levelFit, Math.abs(taste.level - brand.level));
}
