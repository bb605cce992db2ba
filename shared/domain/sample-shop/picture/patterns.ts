import type { Pattern } from '../colours.js';

interface Tile {
  readonly width: number;
  readonly height: number;
  /** SVG shapes of one tile; a group of the pattern's colour is around them. */
  readonly shapes: string;
}

const petals = [0, 72, 144, 216, 288]
  .map((angle) => `<ellipse cx="14" cy="8" rx="3.6" ry="5.4" transform="rotate(${angle} 14 14)"/>`)
  .join('');

/** What each pattern repeats over the base colour. */
export const tiles: Readonly<Record<Exclude<Pattern, 'Solid'>, Tile>> = {
  Stripes: { width: 20, height: 20, shapes: '<path d="M0 0h20v8H0z"/>' },
  Dots: {
    width: 24,
    height: 24,
    shapes: '<circle cx="6" cy="6" r="4.2"/><circle cx="18" cy="18" r="4.2"/>',
  },
  Checks: {
    width: 28,
    height: 28,
    shapes: '<g opacity=".42"><path d="M0 0h14v28H0z"/><path d="M0 0h28v14H0z"/></g>',
  },
  Floral: {
    width: 40,
    height: 40,
    shapes: `<g id="f">${petals}</g><use href="#f" x="20" y="20"/>`,
  },
  Geometric: {
    width: 28,
    height: 24,
    shapes: '<path d="M0 24L14 0l14 24z"/>',
  },
  Waves: {
    width: 32,
    height: 18,
    shapes:
      '<path d="M-8 9q8-9 16 0t16 0t16 0" fill="none" stroke-width="4.5" stroke-linecap="round"/>',
  },
  Speckled: {
    width: 36,
    height: 36,
    shapes:
      '<circle cx="5" cy="7" r="1.9"/><circle cx="18" cy="3" r="1.3"/><circle cx="29" cy="11" r="2.2"/><circle cx="11" cy="19" r="1.4"/><circle cx="23" cy="24" r="1.8"/><circle cx="4" cy="30" r="1.5"/><circle cx="33" cy="31" r="1.2"/><circle cx="15" cy="33" r="1.9"/>',
  },
};
