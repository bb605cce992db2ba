import { box, disc, oval, type Silhouette } from './shapes.js';

export const sports: Readonly<Record<string, Silhouette>> = {
  racket: [
    ['gleam', oval(120, 86, 48, 58)],
    [
      'cord',
      'M94 38v104M108 30v118M120 28v122M132 30v118M146 38v104M76 62h88M72 78h96M72 94h96M74 110h92M84 128h72',
    ],
    [
      'body',
      'M120 18c34 0 56 30 56 68s-28 66-56 66-56-28-56-66 22-68 56-68zM120 30c-26 0-44 24-44 56s22 54 44 54 44-22 44-54-18-56-44-56z',
    ],
    ['dark', 'M84 136l28 42h16l28-42-10-2-22 30h-8l-22-30z'],
    ['plain', box({ x: 110, y: 168, width: 20, height: 52 }, 6)],
    ['shade', 'M110 182h20v3h-20zM110 194h20v3h-20zM110 206h20v3h-20z'],
  ],
  balls: [
    ['ball', disc(116, 172, 28) + disc(170, 174, 28) + disc(156, 122, 26)],
    ['lace', 'M92 160q20 12 14 38M146 164q20 10 16 38M138 106q20 8 14 40'],
    ['body', box({ x: 46, y: 40, width: 70, height: 160 }, 12)],
    ['dark', box({ x: 42, y: 32, width: 78, height: 22 }, 8)],
    ['paper', disc(81, 126, 25)],
    ['ball', disc(81, 126, 19)],
    ['lace', 'M66 116q14 8 10 26'],
  ],
  mat: [
    ['body', 'M58 112h126l26 84H62z'],
    ['shade', 'M58 112h126l8 26H59z'],
    ['body', 'M58 60h126a34 34 0 0 1 0 68H58z'],
    ['gleam', 'M58 64h126q14 0 22 9H58z'],
    ['dark', disc(58, 94, 34)],
    ['light', disc(58, 94, 27)],
    ['dark', disc(58, 94, 20)],
    ['light', disc(58, 94, 13)],
    ['dark', disc(58, 94, 6)],
  ],
  bottle: [
    ['handle', 'M104 40q16-28 32 0'],
    ['body', 'M84 90q0-16 16-22v-12h40v12q16 6 16 22v100q0 14-14 14H98q-14 0-14-14z'],
    ['dark', box({ x: 94, y: 36, width: 52, height: 26 }, 6)],
    ['metal', box({ x: 98, y: 60, width: 44, height: 7 }, 2)],
    ['gleam', 'M92 94q0-8 6-12v104q-6 0-6-8z'],
    ['shade', 'M84 182h72v8q0 14-14 14H98q-14 0-14-14z'],
  ],
};
