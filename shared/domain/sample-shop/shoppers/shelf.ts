import { type Random, seededRandom } from '../../random.js';
import { complements } from '../catalogue/departments.js';
import type { Product } from '../catalogue/products.js';
import { pickWeighted } from '../choice.js';
import { suitability, type Taste } from './taste.js';

const dayMs = 86_400_000;
type Trend = 'steady' | 'rising' | 'fading';

/** A product with what shoppers at large think of it. */
interface Shelved {
  readonly product: Product;
  /** Zipf-like within the category. */
  readonly popularity: number;
  readonly trend: Trend;
}

/** The shop as its visitors find it. */
export interface Shelves {
  /** One product of the category, drawn by popularity, trend and taste among what is on sale then. */
  choose(random: Random, categoryName: string, taste: Taste, ts: number): Product;
  /** What is often taken with a product: something of the complementary category in its manner, if on sale then. */
  companion(random: Random, product: Product, ts: number): Product | undefined;
  isOnSale(product: Product, ts: number): boolean;
}

export function makeShelves(products: readonly Product[], seed: number, now: number): Shelves {
  const shelves = stock(products, seededRandom(seed + 2));
  const companions = companionsOf(shelves);
  return {
    choose(random, categoryName, taste, ts) {
      const shelf = shelves.get(categoryName) ?? [];
      const weights = shelf.map(
        (shelved) => demand(shelved, ts, now) * suitability(taste, shelved.product),
      );
      return pickWeighted(random, shelf, weights).product;
    },
    companion(random, product, ts) {
      const choices = companions.get(product.item.id);
      const companion = choices && pickWeighted(random, choices, [0.65, 0.25, 0.1]);
      return companion && isOnSale(companion, ts, now) ? companion : undefined;
    },
    isOnSale: (product, ts) => isOnSale(product, ts, now),
  };
}

/** What is inactive now went off sale ten days ago. */
function isOnSale({ item }: Product, ts: number, now: number): boolean {
  return item.createdAt <= ts && (item.isActive || ts < now - 10 * dayMs);
}

function stock(products: readonly Product[], random: Random): ReadonlyMap<string, Shelved[]> {
  const shelves = new Map<string, Shelved[]>();
  for (const product of shuffled(products, random)) {
    const shelf = shelves.get(product.category.name) ?? [];
    shelves.set(product.category.name, shelf);
    const popularity = 1 / (shelf.length + 1) ** 0.8;
    shelf.push({ product, popularity, trend: trendOf(shelf.length) });
  }
  return shelves;
}

/** Trends among the middle ranks: what leads anyway has nowhere to rise to. */
function trendOf(rank: number): Trend {
  if (rank === 9 || rank === 17) return 'rising';
  return rank === 2 || rank === 12 ? 'fading' : 'steady';
}

function shuffled(products: readonly Product[], random: Random): readonly Product[] {
  return products
    .map((product) => ({ product, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ product }) => product);
}

function demand({ product, popularity, trend }: Shelved, ts: number, now: number): number {
  if (!isOnSale(product, ts, now)) return 0;
  const novelty = 1 + 3 * Math.exp(-(ts - product.item.createdAt) / (4 * dayMs));
  return popularity * novelty * momentum(trend, (now - ts) / dayMs);
}

/** Rising: eightfold within the last week. Fading: from five times down to a fifth over the sixty days. */
function momentum(trend: Trend, daysAgo: number): number {
  if (trend === 'rising') return 1 + 9 * Math.max(0, 1 - daysAgo / 8);
  if (trend === 'fading') return 0.2 + 5 * Math.exp((daysAgo - 60) / 12);
  return 1;
}

/** Per product of a category that has a complement: the three things that suit it most, best first. */
function companionsOf(
  shelves: ReadonlyMap<string, readonly Shelved[]>,
): ReadonlyMap<string, readonly Product[]> {
  const companions = new Map<string, readonly Product[]>();
  for (const [name, complement] of complements) {
    const others = shelves.get(complement) ?? [];
    for (const { product } of shelves.get(name) ?? []) {
      companions.set(product.item.id, threeClosest(product, others));
    }
  }
  return companions;
}

function threeClosest(product: Product, others: readonly Shelved[]): readonly Product[] {
  return others
    .filter(({ product: { item } }) => item.isActive)
    .map((other) => ({ other, likeness: likeness(product, other) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ other }) => other.product);
}

function likeness({ colour, brand }: Product, { product: other, popularity }: Shelved): number {
  const sameColour = colour === other.colour ? 3 : 0;
  const sameBrand = brand.name === other.brand.name ? 1 : 0;
  const sameStyle = brand.style === other.brand.style ? 1 : 0;
  return (
    sameColour + sameBrand + sameStyle - Math.abs(brand.level - other.brand.level) + popularity
  );
}
