import type { Category, Department } from './category.js';

const cosmetics: readonly Category[] = [
  {
    name: 'Soap',
    slug: 'soap',
    noun: 'Soap',
    priceUsd: [4, 15],
    materials: ['Glycerine', 'Olive Oil', 'Shea Butter', 'Goat Milk'],
    patterns: ['Solid', 'Waves', 'Speckled', 'Stripes', 'Floral'],
    variants: [
      ['Oat & Honey', 'Ivory'],
      ['Sea Mineral', 'Teal'],
      ['Lemon', 'Mustard'],
      ['Lavender', 'Plum'],
      ['Rose', 'Rose'],
      ['Charcoal', 'Charcoal'],
      ['Eucalyptus', 'Mint'],
      ['Orange Blossom', 'Orange'],
    ],
    sizes: ['90 g bar.', '150 g bar.', 'Set of three bars.'],
    uses: [
      'gentle enough for the face',
      'with fine sand for working hands',
      'that lathers in hard water',
      'cut by hand and dried for six weeks',
    ],
    care: ['Keep dry between uses.', 'No palm oil, no plastic.'],
    rebuyDays: 14,
  },
  {
    name: 'Perfume',
    slug: 'perfume',
    noun: 'Perfume',
    priceUsd: [32, 140],
    materialIs: 'kind',
    materials: ['Body Mist', 'Eau de Cologne', 'Eau de Toilette', 'Eau de Parfum'],
    patterns: ['Solid', 'Geometric', 'Floral', 'Waves'],
    variants: [
      ['Iris', 'Plum'],
      ['Fig & Vetiver', 'Green'],
      ['Bergamot', 'Mustard'],
      ['Black Tea', 'Charcoal'],
      ['Rose Pepper', 'Rose'],
      ['Sandalwood', 'Walnut'],
      ['Sea Salt', 'Blue'],
      ['Neroli', 'Coral'],
    ],
    sizes: ['15 ml travel spray.', '30 ml.', '75 ml.'],
    uses: [
      'that stays close to the skin',
      'bright at first, woody by evening',
      'for summer and open windows',
      'that people ask about',
    ],
    care: ['Keep out of the sun.', 'The flacon can be refilled.'],
    takesOffers: true,
  },
];

const playthings: readonly Category[] = [
  {
    name: 'Teddy Bears',
    slug: 'teddy',
    noun: 'Teddy Bear',
    priceUsd: [15, 68],
    materials: ['Plush', 'Organic Cotton', 'Corduroy', 'Mohair'],
    patterns: ['Solid', 'Checks', 'Dots', 'Floral', 'Speckled'],
    sizes: ['18 cm tall.', '28 cm tall.', '45 cm, nearly a friend.'],
    uses: [
      'with stitched eyes, safe from birth',
      'whose arms and head can turn',
      'that likes to travel in a rucksack',
      'heavy enough to be hugged back',
    ],
    care: ['Machine wash cold in a bag.', 'Filled with recycled wool.'],
  },
  {
    name: 'Kites',
    slug: 'kite',
    noun: 'Kite',
    priceUsd: [12, 58],
    materials: ['Paper', 'Polyester', 'Ripstop Nylon', 'Silk'],
    patterns: ['Stripes', 'Dots', 'Checks', 'Solid', 'Geometric', 'Waves', 'Floral'],
    sizes: ['60 cm across.', '90 cm, with a 30 m line.', '140 cm, two lines.'],
    uses: [
      'that rises in the lightest breeze',
      'for steady wind at the coast',
      'easy to launch alone',
      'with a tail that draws circles',
    ],
    care: ['Rods come out for the suitcase.', 'Dry before rolling up.'],
  },
];

const reading: readonly Category[] = [
  {
    name: 'Notebooks',
    slug: 'notebook',
    noun: 'Notebook',
    priceUsd: [7, 29],
    materialIs: 'binding',
    materials: ['Recycled Paper', 'Softcover', 'Hardcover', 'Leather-Bound'],
    patterns: ['Stripes', 'Dots', 'Solid', 'Checks', 'Floral', 'Geometric', 'Waves', 'Speckled'],
    sizes: ['A6, 96 pages.', 'A5, 160 pages.', 'B5, 192 pages.'],
    uses: [
      'that lies flat from the first page',
      'with dotted paper that takes ink well',
      'for lists, sketches and travel',
      'with a ribbon and a pocket at the back',
    ],
    care: ['Fountain pens do not bleed through.', 'Refills fit for years.'],
  },
  {
    name: 'Novels',
    slug: 'novel',
    noun: 'Novel',
    priceUsd: [9, 28],
    materialIs: 'edition',
    materials: ['Pocket', 'Paperback', 'Hardcover', 'Illustrated'],
    patterns: ['Solid', 'Stripes', 'Geometric', 'Waves', 'Floral', 'Dots'],
    variants: [
      ['The Salt Orchard', 'Mint'],
      ['A Murder in Slate Street', 'Slate'],
      ['Apricot Season', 'Orange'],
      ['The Cartographer’s Niece', 'Walnut'],
      ['Letters to the Lighthouse', 'Navy'],
      ['What the Ferry Carried', 'Teal'],
      ['The Rose Accountant', 'Rose'],
      ['Night Train to Sabal', 'Charcoal'],
      ['Seven Winters North', 'Blue'],
      ['The Vanishing Tram', 'Red'],
      ['Our Quiet Rebellion', 'Plum'],
      ['The Moth Collectors', 'Olive'],
    ],
    sizes: ['224 pages.', '312 pages.', '480 pages.'],
    uses: [
      'about a family that keeps one secret too many',
      'a slow mystery in a small harbour town',
      'warm and funny, for one long weekend',
      'that begins with a missing map',
    ],
    care: ['Printed on paper from managed forests.', 'With an afterword by the translator.'],
  },
];

export const beauty: Department = {
  name: 'Beauty',
  appeal: 0.7,
  brands: [
    { name: 'Lavoir', level: 3, style: 'classic' },
    { name: 'Sable & Sage', level: 2, style: 'minimal' },
    { name: 'Bubble Ministry', level: 1, style: 'playful' },
    { name: 'Alm', level: 1, style: 'rustic' },
    { name: 'Nuit Citron', level: 3, style: 'bold' },
  ],
  sellers: ['The Apothecary Shelf', 'Rooms & Corners'],
  categories: cosmetics,
};

export const toys: Department = {
  name: 'Toys',
  appeal: 0.5,
  brands: [
    { name: 'Honeypaw', level: 2, style: 'classic' },
    { name: 'Whirligig', level: 1, style: 'playful' },
    { name: 'Little Birch', level: 3, style: 'minimal' },
    { name: 'Tumble & Tuck', level: 2, style: 'rustic' },
    { name: 'Zonk', level: 1, style: 'bold' },
  ],
  sellers: ['Rainy Day Toys', 'Plug & Present'],
  categories: playthings,
};

export const books: Department = {
  name: 'Books',
  appeal: 0.6,
  brands: [
    { name: 'Blue Heron Press', level: 2, style: 'classic' },
    { name: 'Papercut', level: 1, style: 'playful' },
    { name: 'Folio Norte', level: 3, style: 'minimal' },
    { name: 'Lantern Lane', level: 1, style: 'rustic' },
    { name: 'Marginalia', level: 3, style: 'bold' },
  ],
  sellers: ['The Reading Room', 'Corner Larder'],
  categories: reading,
};
