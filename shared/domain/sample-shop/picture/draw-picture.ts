import type { Item } from '../../item.js';
import { colours, isColour, isPattern, type Pattern } from '../colours.js';
import { mix } from './mix.js';
import { tiles } from './patterns.js';
import type { Paint, Part } from './shapes.js';
import { silhouettes } from './silhouettes.js';

type Paints = Readonly<Record<Paint, string>>;

/**
 * The item as an SVG document of some 2 KB, drawn from its category, `attributes.colour` and `attributes.pattern`: the
 * same text for the same three. Undefined where the shop has no silhouette of such a thing, or knows no such colour.
 */
export function drawPicture({ categories, attributes }: Item): string | undefined {
  const { colour, pattern = 'Solid' } = attributes;
  const category = categories.find((name) => silhouettes.has(name));
  const silhouette = category === undefined ? undefined : silhouettes.get(category);
  if (silhouette === undefined || !isColour(colour) || !isPattern(pattern)) return undefined;
  const { base, accent } = colours[colour];
  const paints = paintsOf(base, accent);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" width="480" height="480" role="img">',
    `<title>${category}: ${colour}, ${pattern}</title>`,
    `<defs>${shading}${patternOf(pattern, base, accent)}</defs>`,
    `<path fill="${mix(base, '#f8f6f1', 0.84)}" d="M0 0h240v240H0z"/>`,
    `<ellipse cx="120" cy="208" rx="84" ry="9" fill="${mix(base, '#000000', 0.55)}" opacity=".16"/>`,
    ...silhouette.map((part) => drawPart(part, paints)),
    '</svg>',
  ].join('');
}

const shading =
  '<linearGradient id="g" x2="1" y2=".35"><stop stop-color="#fff" stop-opacity=".3"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-opacity=".2"/></linearGradient>';

function patternOf(pattern: Pattern, base: string, accent: string): string {
  if (pattern === 'Solid')
    return `<pattern id="p" width="1" height="1"><path fill="${base}" d="M0 0h240v240H0z"/></pattern>`;
  const { width, height, shapes } = tiles[pattern];
  const ground = `<path fill="${base}" d="M0 0h${width}v${height}H0z"/>`;
  const figure = `<g fill="${accent}" stroke="${accent}" stroke-width="0">${shapes}</g>`;
  return `<pattern id="p" patternUnits="userSpaceOnUse" width="${width}" height="${height}">${ground}${figure}</pattern>`;
}

function drawPart([paint, path]: Part, paints: Paints): string {
  const drawn = `<path ${paints[paint]} d="${path}"/>`;
  return paint === 'body'
    ? `${drawn}<path fill="url(#g)" fill-rule="evenodd" d="${path}"/>`
    : drawn;
}

function paintsOf(base: string, accent: string): Paints {
  const dark = mix(base, '#1d1a22', 0.28);
  const deep = mix(base, '#1d1a22', 0.52);
  return {
    body: `fill="url(#p)" fill-rule="evenodd" stroke="${deep}" stroke-opacity=".55" stroke-width="1.5"`,
    plain: `fill="${base}" stroke="${deep}" stroke-opacity=".55" stroke-width="1.5"`,
    dark: `fill="${dark}"`,
    deep: `fill="${deep}"`,
    light: `fill="${mix(base, '#ffffff', 0.5)}"`,
    accent: `fill="${accent}" stroke="${deep}" stroke-opacity=".3"`,
    handle: `${stroke(dark, 12)} stroke-linejoin="round"`,
    cord: stroke(deep, 3),
    seam: `${stroke(deep, 2.5)} stroke-opacity=".5"`,
    ...commonPaints,
    hole: `fill="${mix(base, '#f8f6f1', 0.84)}"`,
  };
}

const commonPaints = {
  shade: 'fill="#000" fill-opacity=".14"',
  gleam: 'fill="#fff" fill-opacity=".5"',
  metal: 'fill="#b4bcc4" stroke="#7f8891"',
  wire: stroke('#a3acb5', 8),
  wood: 'fill="#bb8d5f" stroke="#8a6340"',
  paper: 'fill="#fbf6ea" stroke="#cfc4ad"',
  ink: 'fill="#2b2e35"',
  leaf: 'fill="#6c9c5a" stroke="#4a7340"',
  stem: stroke('#4a7340', 3),
  glow: 'fill="#f9d877" stroke="#d6a83c" stroke-opacity=".6"',
  beam: 'fill="#ffe9a0" fill-opacity=".5"',
  cocoa: 'fill="#5c3b2a"',
  lace: stroke('#fbf8f0', 3),
  ball: 'fill="#d3e04c" stroke="#9aa72d"',
} as const;

function stroke(colour: string, width: number): string {
  return `fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"`;
}
