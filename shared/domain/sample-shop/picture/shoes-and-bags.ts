import { box, disc, type Silhouette } from './shapes.js';

export const shoesAndBags: Readonly<Record<string, Silhouette>> = {
  sneaker: [
    ['body', 'M30 156V98q2-12 16-8q20 10 34-14q6-10 16-4l34 40q14 14 46 18q32 6 34 28z'],
    ['dark', 'M30 156V98q2-12 16-8l6 2v64z'],
    ['light', 'M172 129q34 4 38 29h-46q-4-18 8-29z'],
    ['paper', 'M26 154h188v14q0 14-14 14H42q-16 0-16-14z'],
    ['shade', 'M26 168h188v4H26z'],
    ['lace', 'M92 92l20-12M104 106l20-12M117 119l20-10'],
    ['seam', 'M66 154q16-30 44-34'],
  ],
  boot: [
    ['body', 'M78 42h66v84q4 12 34 20 28 8 28 36v6H78z'],
    ['dark', box({ x: 72, y: 38, width: 78, height: 18 }, 5)],
    ['shade', 'M172 144q34 8 34 38v6h-46q-2-26 12-44z'],
    ['ink', 'M72 186h136v10q0 4-4 4h-90v8H76q-4 0-4-4z'],
    ['lace', 'M112 78h30M112 94h30M112 110h32M116 126h36'],
    ['seam', 'M106 56v70q0 20-28 22'],
  ],
  sandal: [
    [
      'wood',
      'M78 30c24 0 32 22 30 52-2 22-6 32-4 54 2 36-6 62-26 62s-28-26-26-62c2-22-2-32-4-54-2-30 6-52 30-52zM162 30c-24 0-32 22-30 52 2 22 6 32 4 54-2 36 6 62 26 62s28-26 26-62c-2-22 2-32 4-54 2-30-6-52-30-52z',
    ],
    ['body', 'M46 70q32-24 64 0l-2 30q-30-18-60 0zM194 70q-32-24-64 0l2 30q30-18 60 0z'],
    ['body', 'M51 132q27-14 54 0l1 22q-28-14-56 0zM189 132q-27-14-54 0l-1 22q28-14 56 0z'],
    ['metal', box({ x: 92, y: 136, width: 9, height: 14 }, 2)],
    ['metal', box({ x: 140, y: 136, width: 9, height: 14 }, 2)],
  ],
  backpack: [
    ['handle', 'M102 48q0-22 18-22t18 22'],
    ['dark', 'M68 112q-24 10-18 64l20 8zM172 112q24 10 18 64l-20 8z'],
    ['body', 'M68 92q0-52 52-52t52 52v94q0 14-14 14H82q-14 0-14-14z'],
    ['plain', box({ x: 84, y: 128, width: 72, height: 56 }, 10)],
    ['seam', 'M84 142h72M70 100q50 26 100 0'],
    [
      'dark',
      box({ x: 104, y: 96, width: 10, height: 28 }, 3) +
        box({ x: 126, y: 96, width: 10, height: 28 }, 3),
    ],
    [
      'metal',
      box({ x: 103, y: 114, width: 12, height: 8 }, 2) +
        box({ x: 125, y: 114, width: 12, height: 8 }, 2),
    ],
    ['glow', box({ x: 116, y: 140, width: 8, height: 12 }, 3)],
  ],
  handbag: [
    ['handle', 'M84 106c0-76 72-76 72 0'],
    ['body', 'M58 100h124l14 82q2 12-10 12H54q-12 0-10-12z'],
    ['dark', 'M58 100h124l5 30q-67 30-134 0z'],
    ['glow', box({ x: 108, y: 134, width: 24, height: 20 }, 4)],
    ['seam', 'M50 178h140'],
    ['metal', disc(84, 104, 5) + disc(156, 104, 5)],
  ],
};
