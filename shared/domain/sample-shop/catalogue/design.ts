import type { Colour, Pattern } from '../colours.js';
import type { Brand, Category } from './category.js';

/** The choices that make one product of a category. */
export interface Design {
  readonly category: Category;
  readonly brand: Brand;
  readonly material: string;
  readonly colour: Colour;
  readonly pattern: Pattern;
  readonly variant?: string;
}
