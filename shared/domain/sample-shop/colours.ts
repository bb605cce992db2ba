/** Paint of each colour: the thing itself, and what its pattern is drawn with. */
export const colours = {
  Red: { base: '#c8403a', accent: '#fbe3d6' },
  Coral: { base: '#ee8568', accent: '#fff1e6' },
  Orange: { base: '#e8913a', accent: '#fff0d8' },
  Mustard: { base: '#d9ae3c', accent: '#6b4e16' },
  Olive: { base: '#84894a', accent: '#eef0d2' },
  Green: { base: '#4b8a57', accent: '#e3f2dc' },
  Mint: { base: '#9fd3bb', accent: '#2f6b57' },
  Teal: { base: '#2f8f93', accent: '#e0f4f0' },
  Blue: { base: '#4a86c8', accent: '#e9f3fd' },
  Navy: { base: '#2c4470', accent: '#dfe8f7' },
  Plum: { base: '#7c4a7f', accent: '#f5e3f2' },
  Rose: { base: '#e3a0ae', accent: '#8a3550' },
  Ivory: { base: '#efe6d2', accent: '#a3875a' },
  Slate: { base: '#8b959e', accent: '#f3f6f8' },
  Charcoal: { base: '#43474c', accent: '#d9dde0' },
  Walnut: { base: '#8d6347', accent: '#f6e6d3' },
} as const;

export type Colour = keyof typeof colours;

/** Splits what `attributes.colour` holds from everything else that may stand there. */
export function isColour(value: unknown): value is Colour {
  return typeof value === 'string' && Object.hasOwn(colours, value);
}

export const patterns = [
  'Solid',
  'Stripes',
  'Dots',
  'Checks',
  'Floral',
  'Geometric',
  'Waves',
  'Speckled',
] as const;
export type Pattern = (typeof patterns)[number];

export function isPattern(value: unknown): value is Pattern {
  return patterns.some((pattern) => pattern === value);
}
