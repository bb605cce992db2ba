import type { Random } from '../../random.js';
import { at, pick } from '../choice.js';
import type { Pattern } from '../colours.js';
import type { Category, Style } from './category.js';
import type { Design } from './design.js';

const patternWords: Readonly<Record<Pattern, string>> = {
  Solid: 'plain',
  Stripes: 'striped',
  Dots: 'dotted',
  Checks: 'checked',
  Floral: 'flowered',
  Geometric: 'geometric',
  Waves: 'wave-patterned',
  Speckled: 'speckled',
};

const makers: Readonly<Record<Style, readonly string[]>> = {
  minimal: ['keeps to plain, quiet shapes', 'leaves out whatever is not needed'],
  rustic: ['likes raw edges and honest wear', 'works in small batches in the country'],
  classic: ['has made it the same way for three generations', 'never goes out of fashion'],
  playful: ['takes nothing too seriously', 'designs for everyday good moods'],
  bold: ['is known for strong colours', 'makes pieces that get noticed'],
};

/** "Nordlys Stoneware Mug, Teal Stripes"; with a variant "Fernhill Ground Coffee, Hazelnut". */
export function nameProduct({
  brand,
  material,
  category,
  colour,
  pattern,
  variant,
}: Design): string {
  const look = pattern === 'Solid' ? colour : `${colour} ${pattern}`;
  return `${brand.name} ${material} ${category.noun}, ${variant ?? look}`;
}

/** One to three sentences: what it is and for what, mostly its size, often its care or its maker. */
export function describeProduct(random: Random, design: Design): string {
  const { category } = design;
  const sentences = [opening(random, design)];
  if (random() < 0.85) sentences.push(pick(random, category.sizes));
  sentences.push(...ending(random, design));
  return sentences.join(' ');
}

function ending(random: Random, { category, brand }: Design): readonly string[] {
  const kind = random();
  if (kind < 0.2) return [];
  if (kind < 0.65) return [pick(random, category.care)];
  return [`${brand.name} ${pick(random, makers[brand.style])}.`];
}

function opening(random: Random, design: Design): string {
  const { category, material, colour, pattern, variant } = design;
  const noun = category.noun.toLowerCase();
  if (variant !== undefined) {
    return `${variant}: ${material.toLowerCase()} ${noun} ${useOf(category, variant)}.`;
  }
  const use = pick(random, category.uses);
  return `${material} ${noun} in ${patternWords[pattern]} ${colour.toLowerCase()}, ${use}.`;
}

function useOf({ uses, variants = [] }: Category, variant: string): string {
  const index = variants.findIndex(([name]) => name === variant);
  return at(uses, index % uses.length);
}

/** Colour, pattern, material, style and flavour, in lower case. */
export function tagProduct({ brand, material, colour, pattern, category, variant }: Design) {
  const words = [colour, pattern, material, brand.style, category.noun, variant];
  const extra = category.rebuyDays === undefined ? [] : ['everyday'];
  return [...new Set([...words.flatMap((word) => word?.toLowerCase() ?? []), ...extra])];
}
