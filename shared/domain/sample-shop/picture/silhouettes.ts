import { departments } from '../catalogue/departments.js';
import { beautyToysAndBooks } from './beauty-toys-and-books.js';
import { clothing } from './clothing.js';
import { electronics } from './electronics.js';
import { homeAndGarden } from './home-and-garden.js';
import { kitchenAndPantry } from './kitchen-and-pantry.js';
import type { Silhouette } from './shapes.js';
import { shoesAndBags } from './shoes-and-bags.js';
import { sports } from './sports.js';

const bySlug: ReadonlyMap<string, Silhouette> = new Map(
  Object.entries({
    ...kitchenAndPantry,
    ...homeAndGarden,
    ...clothing,
    ...shoesAndBags,
    ...electronics,
    ...sports,
    ...beautyToysAndBooks,
  }),
);

/** By name of the category; every category of the shop has one. */
export const silhouettes: ReadonlyMap<string, Silhouette> = new Map(
  departments
    .flatMap(({ categories }) => categories)
    .flatMap(({ name, slug }) => {
      const silhouette = bySlug.get(slug);
      return silhouette === undefined ? [] : [[name, silhouette] as const];
    }),
);
