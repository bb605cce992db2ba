import { box, disc, type Silhouette } from './shapes.js';

export const electronics: Readonly<Record<string, Silhouette>> = {
  phone: [
    ['ink', box({ x: 108, y: 44, width: 86, height: 164 }, 16)],
    ['light', box({ x: 115, y: 54, width: 72, height: 144 }, 8)],
    ['gleam', 'M115 62q0-8 8-8h40l-48 90z'],
    [
      'accent',
      box({ x: 126, y: 76, width: 20, height: 20 }, 5) +
        box({ x: 156, y: 76, width: 20, height: 20 }, 5) +
        box({ x: 126, y: 108, width: 20, height: 20 }, 5) +
        box({ x: 156, y: 108, width: 20, height: 20 }, 5),
    ],
    ['body', box({ x: 46, y: 32, width: 88, height: 168 }, 18)],
    ['dark', box({ x: 56, y: 42, width: 42, height: 44 }, 12)],
    ['ink', disc(70, 56, 8) + disc(85, 72, 8)],
    ['gleam', disc(68, 54, 3) + disc(83, 70, 3)],
    ['metal', disc(86, 53, 3)],
  ],
  case: [
    ['dark', box({ x: 64, y: 30, width: 112, height: 182 }, 26)],
    ['body', box({ x: 68, y: 34, width: 104, height: 174 }, 22)],
    ['deep', box({ x: 80, y: 46, width: 48, height: 50 }, 14)],
    ['hole', box({ x: 84, y: 50, width: 40, height: 42 }, 10)],
    ['dark', 'M172 78h6v26h-6zM172 116h6v16h-6z'],
    ['gleam', 'M156 44q10 2 10 14v70l-4-6V58q0-8-6-14z'],
  ],
  headphones: [
    ['handle', 'M62 136v-16a58 58 0 0 1 116 0v16'],
    ['light', 'M76 70a62 62 0 0 1 88 0l-6 7a52 52 0 0 0-76 0z'],
    ['body', box({ x: 36, y: 116, width: 48, height: 84 }, 22)],
    ['body', box({ x: 156, y: 116, width: 48, height: 84 }, 22)],
    [
      'deep',
      box({ x: 78, y: 124, width: 16, height: 68 }, 8) +
        box({ x: 146, y: 124, width: 16, height: 68 }, 8),
    ],
    ['gleam', 'M46 140q0-14 10-16v54q-10-4-10-16z'],
  ],
  speaker: [
    ['body', box({ x: 64, y: 30, width: 112, height: 172 }, 14)],
    ['ink', disc(120, 140, 42)],
    ['dark', disc(120, 140, 34)],
    ['deep', disc(120, 140, 22)],
    ['metal', disc(120, 140, 9)],
    ['ink', disc(120, 68, 22)],
    ['dark', disc(120, 68, 16)],
    ['metal', disc(120, 68, 6)],
    ['metal', disc(76, 42, 2) + disc(164, 42, 2) + disc(76, 190, 2) + disc(164, 190, 2)],
    [
      'ink',
      box({ x: 76, y: 200, width: 16, height: 8 }, 2) +
        box({ x: 148, y: 200, width: 16, height: 8 }, 2),
    ],
  ],
};
