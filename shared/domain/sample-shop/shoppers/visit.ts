import type { EventKind } from '../../event.js';
import type { Random } from '../../random.js';
import { departments } from '../catalogue/departments.js';
import type { Product } from '../catalogue/products.js';
import { aroundMedian, pick, pickWeighted } from '../choice.js';
import type { Shelves } from './shelf.js';
import { type Shopper, suitability } from './taste.js';

/** One thing done during a visit. */
export interface Action {
  readonly product: Product;
  readonly kind: EventKind;
  readonly ts: number;
  readonly value?: number;
}

/** What a shopper carries from one visit to the next. */
export interface Memory {
  /** Looked at and not bought, newest last. */
  readonly wanted: Product[];
  /** Bought and not yet talked about. */
  readonly unreviewed: Product[];
  /** Things that get used up, by id, with the time they run out. */
  readonly supplies: Map<string, { readonly product: Product; readonly emptyAt: number }>;
}

export function freshMemory(): Memory {
  return { wanted: [], unreviewed: [], supplies: new Map() };
}

export interface Occasion {
  readonly random: Random;
  readonly shelves: Shelves;
  readonly shopper: Shopper;
  readonly memory: Memory;
  readonly startsAt: number;
}

interface Walk extends Occasion {
  readonly actions: Action[];
  readonly basket: Product[];
  clock: number;
}

const dayMs = 86_400_000;
const appeals = departments.map(({ appeal }) => appeal);

/** One visit from the first look to the order or the door; adds to the shopper's memory. In order of time. */
export function visit(occasion: Occasion): readonly Action[] {
  const walk: Walk = { ...occasion, actions: [], basket: [], clock: occasion.startsAt };
  talkAboutPurchases(walk);
  restock(walk);
  browse(walk);
  checkOut(walk);
  return walk.actions;
}

/** Seconds between two actions: half of them below `medianSeconds`. */
function act(walk: Walk, kind: EventKind, product: Product, medianSeconds: number): void {
  walk.clock += Math.round(1000 * aroundMedian(walk.random, medianSeconds, 0.7));
  walk.actions.push({ product, kind, ts: walk.clock });
}

function talkAboutPurchases(walk: Walk): void {
  const product = walk.memory.unreviewed.shift();
  if (product === undefined || !isOnSale(walk, product) || walk.random() > 0.4) return;
  act(walk, 'view', product, 5);
  act(walk, walk.random() < 0.75 ? 'comment' : 'share', product, 60);
}

function restock(walk: Walk): void {
  const { random, memory, startsAt } = walk;
  for (const [id, { product, emptyAt }] of memory.supplies) {
    if (emptyAt > startsAt) continue;
    if (!isOnSale(walk, product)) memory.supplies.delete(id);
    else if (random() < 0.75) buyAgain(walk, product);
  }
}

function buyAgain(walk: Walk, product: Product): void {
  if (walk.random() < 0.6) act(walk, 'view', product, 10);
  putInBasket(walk, product);
}

function browse(walk: Walk): void {
  const { random } = walk;
  let product = (random() < 0.15 ? recall(walk) : undefined) ?? anything(walk);
  look(walk, product);
  const furtherLooks = Math.round(aroundMedian(random, 2, 0.8));
  for (let index = 0; index < furtherLooks; index += 1) {
    product = random() < 0.6 ? another(walk, product) : anything(walk);
    look(walk, product);
  }
}

/** What was looked at last and not bought, where it can still be had. */
function recall(walk: Walk): Product | undefined {
  const product = walk.memory.wanted.pop();
  return product && isOnSale(walk, product) ? product : undefined;
}

function isOnSale({ shelves, clock }: Walk, product: Product): boolean {
  return shelves.isOnSale(product, clock);
}

function anything(walk: Walk): Product {
  const { random, shopper } = walk;
  const elsewhere = pickWeighted(random, departments, appeals);
  const { favourite, second } = shopper.taste;
  const department = pickWeighted(random, [favourite, second, elsewhere], [0.6, 0.22, 0.18]);
  return choose(walk, pick(random, department.categories).name);
}

function another(walk: Walk, product: Product): Product {
  return choose(walk, product.category.name);
}

function choose({ shelves, random, shopper, clock }: Walk, categoryName: string): Product {
  return shelves.choose(random, categoryName, shopper.taste, clock);
}

/** Looks at a product; how well it suits decides what comes of it. */
function look(walk: Walk, product: Product): void {
  const { random, shopper } = walk;
  const liking = suitability(shopper.taste, product);
  act(walk, 'view', product, 25);
  if (random() < 0.06 * (1 - liking) ** 3) act(walk, 'dismiss', product, 4);
  else warmTo(walk, product, liking);
}

function warmTo(walk: Walk, product: Product, liking: number): void {
  const { random, memory } = walk;
  if (random() < 0.05 + 0.3 * liking) act(walk, 'like', product, 12);
  if (random() < 0.01) act(walk, 'share', product, 30);
  if (product.category.takesOffers && random() < 0.06) act(walk, 'offer', product, 45);
  if (random() < 0.035 + 0.22 * liking) takeWithCompanion(walk, product);
  else remember(memory.wanted, product);
}

function takeWithCompanion(walk: Walk, product: Product): void {
  const { random, shelves } = walk;
  putInBasket(walk, product);
  const companion = shelves.companion(random, product, walk.clock);
  if (companion === undefined || random() < 0.4) return;
  act(walk, 'view', companion, 15);
  if (random() < 0.75) putInBasket(walk, companion);
}

function putInBasket(walk: Walk, product: Product): void {
  act(walk, 'cart', product, 8);
  walk.basket.push(product);
}

function checkOut(walk: Walk): void {
  const { random, basket } = walk;
  if (basket.length === 0 || random() > 0.7) return;
  for (const product of basket) act(walk, 'checkout', product, 6);
  if (random() > 0.85) return;
  for (const product of basket) order(walk, product);
}

function order(walk: Walk, product: Product): void {
  const { random, memory } = walk;
  act(walk, 'order', product, 2);
  remember(memory.unreviewed, product);
  const { rebuyDays } = product.category;
  if (rebuyDays === undefined) return;
  const emptyAt = walk.clock + aroundMedian(random, rebuyDays, 0.25) * dayMs;
  memory.supplies.set(product.item.id, { product, emptyAt });
}

/** The last six are enough. */
function remember(list: Product[], product: Product): void {
  list.push(product);
  if (list.length > 6) list.shift();
}
