import type { Item } from '../../item.js';
import { type Random, seededRandom } from '../../random.js';
import { between, pick, pickWeighted } from '../choice.js';
import { type Colour, colours, isColour } from '../colours.js';
import type { Brand, Category, Department } from './category.js';
import { departments } from './departments.js';
import type { Design } from './design.js';
import { describeProduct, nameProduct, tagProduct } from './wording.js';

/** An item of the sample shop with what its making knew of it. */
export interface Product {
  readonly item: Item;
  readonly department: Department;
  readonly category: Category;
  readonly brand: Brand;
  readonly colour: Colour;
}

const productsPerCategory = 50;
const dayMs = 86_400_000;
const levelFactor = { 1: 0.62, 2: 1, 3: 1.7 } as const;
const allColours = Object.keys(colours).filter(isColour);

/** Two thousand products, the same for the same seed; times count back from `now`, milliseconds since 1970. */
export function makeProducts(seed: number, now: number): readonly Product[] {
  const random = seededRandom(seed);
  return departments.flatMap((department) =>
    department.categories.flatMap((category) =>
      designs(random, department, category).map((design, index) =>
        product(random, { department, design, number: index + 1, now }),
      ),
    ),
  );
}

/** Designs with different names, so that no two products look alike to a reader. */
function designs(random: Random, department: Department, category: Category): readonly Design[] {
  const byName = new Map<string, Design>();
  while (byName.size < productsPerCategory) {
    const design = drawDesign(random, department, category);
    byName.set(nameProduct(design), design);
  }
  return [...byName.values()];
}

function drawDesign(random: Random, department: Department, category: Category): Design {
  const common = {
    category,
    brand: pick(random, department.brands),
    material: pick(random, category.materials),
    pattern: pick(random, category.patterns),
  };
  if (category.variants === undefined) return { ...common, colour: pick(random, allColours) };
  const [variant, colour] = pick(random, category.variants);
  return { ...common, variant, colour };
}

interface Order {
  readonly department: Department;
  readonly design: Design;
  readonly number: number;
  readonly now: number;
}

function product(random: Random, { department, design, number, now }: Order): Product {
  const { category, brand, colour } = design;
  const id = `${category.slug}-${String(number).padStart(2, '0')}`;
  const item: Item = {
    id,
    name: nameProduct(design),
    description: describeProduct(random, design),
    categories: [department.name, category.name],
    tags: tagProduct(design),
    price: price(random, design),
    currency: 'USD',
    seller: pick(random, department.sellers),
    imageUrl: `/api/pictures/${id}`,
    attributes: attributes(design),
    isActive: random() >= 0.02,
    createdAt: Math.round(now - ageDays(random) * dayMs),
  };
  return { item, department, category, brand, colour };
}

function attributes(design: Design): Item['attributes'] {
  const { brand, category, colour, pattern, material, variant } = design;
  const made = { [category.materialIs ?? 'material']: material };
  const common = { brand: brand.name, style: brand.style, colour, pattern, ...made };
  return variant === undefined ? common : { ...common, variant };
}

/** A price as shops write it: .50, .90 or .95 below forty dollars, whole dollars ending in 9 or 5 above. */
function price(random: Random, { category, brand, material }: Design): number {
  const [low, high] = category.priceUsd;
  const fineness = category.materials.indexOf(material) / (category.materials.length - 1);
  const plain = (low + (high - low) * fineness) * levelFactor[brand.level];
  const asked = Math.max(1, plain * between(random, 0.9, 1.1));
  if (asked < 40) return Math.floor(asked) + pick(random, [0.5, 0.9, 0.95]);
  return Math.round(asked / 10) * 10 + pick(random, [-1, 5]);
}

/** Most of the shop is months old, some of it came this week. */
function ageDays(random: Random): number {
  const [low, high] = pickWeighted(random, ageSpans, [0.03, 0.12, 0.45, 0.4]);
  return between(random, low, high);
}

const ageSpans: readonly (readonly [number, number])[] = [
  [0.1, 6],
  [6, 60],
  [60, 400],
  [400, 1100],
];
