import { beauty, books, toys } from './beauty-toys-and-books.js';
import type { Department } from './category.js';
import { electronics, sports } from './electronics-and-sports.js';
import { garden, home } from './home-and-garden.js';
import { kitchen, pantry } from './kitchen-and-pantry.js';
import { bags, clothing, shoes } from './to-wear.js';

/** The whole sample shop: twelve departments, forty categories. */
export const departments: readonly Department[] = [
  kitchen,
  pantry,
  home,
  garden,
  clothing,
  shoes,
  bags,
  electronics,
  sports,
  beauty,
  toys,
  books,
];

/** Categories that are bought together: who takes the first often takes the second. */
export const complements: ReadonlyMap<string, string> = new Map([
  ['Teapots', 'Mugs'],
  ['Coffee', 'Chocolate'],
  ['Plant Pots', 'Seeds'],
  ['Sneakers', 'Socks'],
  ['Smartphones', 'Phone Cases'],
  ['Tennis Rackets', 'Tennis Balls'],
  ['Yoga Mats', 'Water Bottles'],
  ['Towels', 'Soap'],
  ['Dresses', 'Handbags'],
]);
