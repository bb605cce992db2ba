// AssemblyScript: addresses are byte offsets into the memory that the caller owns.
//
// Hybrid matrix factorisation (Kula, "Metadata embeddings for user and item cold-start recommendations", 2015): shoppers
// and items are weighted sums of the vectors of their features, and learn from pairs of an item that a shopper chose and
// one that they did not, by WARP (Weston, Bengio, Usunier, "WSABIE", 2011) or BPR (Rendle et al., 2009).
//
// Adagrad (Duchi, Hazan, Singer, 2011) here keeps one sum of squares a vector, not one a weight: it learns as well, needs
// half the memory, and all features of an item move along the same line, so that the item's sum follows by one addition.
//
// Looking for negatives is most of the work. So shoppers and items keep sketches of their sums, 16 bits a weight, as they
// were when last learnt from or when `sketchAll` was called. Negatives are looked for among sketches, four at a time; the
// pair that is found is summed up anew, judged again and learnt from exactly.

/** Where rows of features lie, in compressed form, and the vectors that they weigh: five addresses in a row. */
@unmanaged
class Side {
  starts: usize;
  columns: usize;
  values: usize;
  vectors: usize;
  squares: usize;
}

let shoppers: Side = changetype<Side>(0);
let items: Side = changetype<Side>(0);
let biases: usize = 0;
let biasSquares: usize = 0;

let rowBytes: usize = 0;
/** Where sums are made: of a shopper, of the chosen item, of the other one, and how these two differ. */
let shopperSum: usize = 0;
let chosenSum: usize = 0;
let otherSum: usize = 0;
let difference: usize = 0;

let sketches: usize = 0;
let sketchBiases: usize = 0;
let sketchBytes: usize = 0;
let shopperSketches: usize = 0;

let positiveShoppers: usize = 0;
let positiveItems: usize = 0;
let positiveWeights: usize = 0;
let positiveCount: i32 = 0;
let drawable: usize = 0;
let drawableCount: u32 = 0;

let knownBits: usize = 0;
let wordsPerShopper: usize = 0;
let knownStarts: usize = 0;
let knownItems: usize = 0;

let state: u64 = 0;
let loss: f64 = 0;
let pairs: i32 = 0;

/** `dimension` floats a vector, a multiple of 8; `room` holds four vectors. */
export function begin(dimension: i32, room: usize, seed: u32): void {
  rowBytes = <usize>dimension << 2;
  shopperSum = room;
  chosenSum = room + rowBytes;
  otherSum = room + 2 * rowBytes;
  difference = room + 3 * rowBytes;
  state = <u64>seed;
}

/** Addresses of five addresses each. Every row has a feature; one that has no other has it with value 1. */
export function placeSides(ofShoppers: usize, ofItems: usize): void {
  shoppers = changetype<Side>(ofShoppers);
  items = changetype<Side>(ofItems);
}

/** Of the items' features. */
export function placeBiases(values: usize, squares: usize): void {
  biases = values;
  biasSquares = squares;
}

/** Room for `dimension` 16-bit numbers a shopper, and as many and a bias an item. */
export function placeSketches(ofShoppers: usize, ofItems: usize, ofBiases: usize): void {
  shopperSketches = ofShoppers;
  sketches = ofItems;
  sketchBiases = ofBiases;
  sketchBytes = rowBytes >> 1;
}

export function placePositives(byWhom: usize, ofWhat: usize, weights: usize, count: i32): void {
  positiveShoppers = byWhom;
  positiveItems = ofWhat;
  positiveWeights = weights;
  positiveCount = count;
}

/** The items that negatives are drawn from. */
export function placeDrawable(values: usize, count: i32): void {
  drawable = values;
  drawableCount = count;
}

/** What each shopper chose: a bit an item, `words` of 32 a shopper. */
export function placeKnownBits(bits: usize, words: i32): void {
  knownBits = bits;
  wordsPerShopper = words;
}

/** What each shopper chose: items ascending, in compressed rows; takes the place of bits. */
export function placeKnownRows(starts: usize, values: usize): void {
  knownBits = 0;
  knownStarts = starts;
  knownItems = values;
}

/** In this epoch. */
export function lossSoFar(): f64 {
  return loss;
}

/** Pairs learnt from in this epoch. */
export function pairsSoFar(): i32 {
  return pairs;
}

/** Evenly from 0 … below − 1: Knuth's linear congruential generator, of which the upper half is used. */
// @ts-ignore: decorators belong to AssemblyScript
@inline
function draw(below: u32): u32 {
  state = state * 6364136223846793005 + 1442695040888963407;
  return <u32>(((state >> 32) * <u64>below) >> 32);
}

// @ts-ignore
@inline
function swap(base: usize, a: i32, b: u32): void {
  const left = base + (<usize>a << 2);
  const right = base + (<usize>b << 2);
  const kept = load<i32>(left);
  store<i32>(left, load<i32>(right));
  store<i32>(right, kept);
}

export function beginEpoch(): void {
  loss = 0;
  pairs = 0;
}

/** Fisher and Yates, from place `last` down to `first`: an epoch begins with all of it. */
export function shuffle(last: i32, first: i32): void {
  for (let at = last; at >= first; at--) {
    const other = draw(<u32>at + 1);
    swap(positiveShoppers, at, other);
    swap(positiveItems, at, other);
    swap(positiveWeights, at, other);
  }
}

// @ts-ignore
@inline
function integer(base: usize, index: i32): i32 {
  return load<i32>(base + (<usize>index << 2));
}

// @ts-ignore
@inline
function float(base: usize, index: i32): f32 {
  return load<f32>(base + (<usize>index << 2));
}

// @ts-ignore
@inline
function laneSum(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    f32x4.extract_lane(lanes, 2) +
    f32x4.extract_lane(lanes, 3)
  );
}

/** Two sums side by side, because one would wait for itself. */
// @ts-ignore
@inline
function dot(a: usize, b: usize): f32 {
  const end = rowBytes;
  let even = f32x4.splat(0);
  let odd = even;
  for (let offset: usize = 0; offset < end; offset += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + offset), v128.load(b + offset)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + offset, 16), v128.load(b + offset, 16)));
  }
  return laneSum(f32x4.add(even, odd));
}

// @ts-ignore
@inline
function isAlone(side: Side, row: i32): bool {
  return integer(side.starts, row + 1) - integer(side.starts, row) == 1;
}

/** Where the weighted sum of a row's features stands: it is made in `room`, or is the only feature's vector. */
function sumOf(side: Side, row: i32, room: usize): usize {
  const end = rowBytes;
  const start = integer(side.starts, row);
  const first = side.vectors + <usize>integer(side.columns, start) * end;
  const last = integer(side.starts, row + 1) - 1;
  if (last == start) return first;
  const weight = f32x4.splat(float(side.values, start));
  for (let offset: usize = 0; offset < end; offset += 16) {
    v128.store(room + offset, f32x4.mul(weight, v128.load(first + offset)));
  }
  for (let k = start + 1; k <= last; k++) {
    const vector = side.vectors + <usize>integer(side.columns, k) * end;
    const value = f32x4.splat(float(side.values, k));
    for (let offset: usize = 0; offset < end; offset += 32) {
      const sum = room + offset;
      const low = f32x4.mul(value, v128.load(vector + offset));
      const high = f32x4.mul(value, v128.load(vector + offset, 16));
      v128.store(sum, f32x4.add(v128.load(sum), low));
      v128.store(sum, f32x4.add(v128.load(sum, 16), high), 16);
    }
  }
  return room;
}

function biasOf(item: i32): f32 {
  let bias: f32 = 0;
  for (let k = integer(items.starts, item), end = integer(items.starts, item + 1); k < end; k++) {
    bias += float(items.values, k) * float(biases, integer(items.columns, k));
  }
  return bias;
}

/** Sketches hold weights in steps of 1/1,024, up to 32: far above what weights grow to, and fine enough to choose by. */
const sketchScale: f32 = 1024;
const dotScale: f32 = 1 / (1024 * 1024);

// @ts-ignore
@inline
function toSteps(weights: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(weights, f32x4.splat(sketchScale))));
}

/** Writes a sketch of `row` + `factor` × `line`. */
// @ts-ignore
@inline
function sketch(into: usize, row: usize, line: usize, factor: f32): void {
  const end = rowBytes;
  const factors = f32x4.splat(factor);
  for (let offset: usize = 0; offset < end; offset += 32) {
    const low = f32x4.add(
      v128.load(row + offset),
      f32x4.mul(factors, v128.load(line + offset)),
    );
    const high = f32x4.add(
      v128.load(row + offset, 16),
      f32x4.mul(factors, v128.load(line + offset, 16)),
    );
    v128.store(into + (offset >> 1), i16x8.narrow_i32x4_s(toSteps(low), toSteps(high)));
  }
}

function sketchItem(item: i32, row: usize, line: usize, factor: f32): void {
  sketch(sketches + <usize>item * sketchBytes, row, line, factor);
  store<f32>(sketchBiases + (<usize>item << 2), biasOf(item));
}

function sketchShopper(shopper: i32, row: usize, line: usize, factor: f32): void {
  sketch(shopperSketches + <usize>shopper * sketchBytes, row, line, factor);
}

/** Makes the sketches of everything that has a feature. */
export function sketchAll(shopperCount: i32, itemCount: i32): void {
  for (let shopper = 0; shopper < shopperCount; shopper++) {
    if (integer(shoppers.starts, shopper) == integer(shoppers.starts, shopper + 1)) continue;
    const row = sumOf(shoppers, shopper, shopperSum);
    sketchShopper(shopper, row, row, 0);
  }
  for (let item = 0; item < itemCount; item++) {
    if (integer(items.starts, item) == integer(items.starts, item + 1)) continue;
    const row = sumOf(items, item, otherSum);
    sketchItem(item, row, row, 0);
  }
}

// @ts-ignore
@inline
function sketchProduct(sum: v128, own: v128, row: usize): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(own, v128.load(row)));
}

/** Adds neighbouring lanes: a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃. */
// @ts-ignore
@inline
function pairSums(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** How a shopper seems to like an item. */
// @ts-ignore
@inline
function sketchScore(sought: usize, item: i32): f32 {
  const end = sketchBytes;
  const row = sketches + <usize>item * end;
  let sum = i32x4.splat(0);
  for (let offset: usize = 0; offset < end; offset += 16) {
    sum = sketchProduct(sum, v128.load(sought + offset), row + offset);
  }
  const dots = pairSums(sum, sum);
  const whole = i32x4.extract_lane(dots, 0) + i32x4.extract_lane(dots, 1);
  return <f32>whole * dotScale + float(sketchBiases, item);
}

/** Which of four items seem to score above the threshold: a bit each, the first the lowest. */
function fourAbove(sought: usize, a: i32, b: i32, c: i32, d: i32, threshold: f32): i32 {
  const end = sketchBytes;
  const rowA = sketches + <usize>a * end;
  const rowB = sketches + <usize>b * end;
  const rowC = sketches + <usize>c * end;
  const rowD = sketches + <usize>d * end;
  let ofA = i32x4.splat(0);
  let ofB = ofA;
  let ofC = ofA;
  let ofD = ofA;
  for (let offset: usize = 0; offset < end; offset += 16) {
    const own = v128.load(sought + offset);
    ofA = sketchProduct(ofA, own, rowA + offset);
    ofB = sketchProduct(ofB, own, rowB + offset);
    ofC = sketchProduct(ofC, own, rowC + offset);
    ofD = sketchProduct(ofD, own, rowD + offset);
  }
  const dots = pairSums(pairSums(ofA, ofB), pairSums(ofC, ofD));
  const products = f32x4.mul(f32x4.convert_i32x4_s(dots), f32x4.splat(dotScale));
  let bias = f32x4.splat(float(sketchBiases, a));
  bias = f32x4.replace_lane(bias, 1, float(sketchBiases, b));
  bias = f32x4.replace_lane(bias, 2, float(sketchBiases, c));
  bias = f32x4.replace_lane(bias, 3, float(sketchBiases, d));
  return i32x4.bitmask(f32x4.gt(f32x4.add(products, bias), f32x4.splat(threshold)));
}

function isKnown(shopper: i32, item: i32): bool {
  if (knownBits != 0) {
    const word = <usize>shopper * wordsPerShopper + <usize>(item >>> 5);
    return ((load<u32>(knownBits + (word << 2)) >>> (item & 31)) & 1) == 1;
  }
  const end = integer(knownStarts, shopper + 1);
  let low = integer(knownStarts, shopper);
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (integer(knownItems, middle) < item) low = middle + 1;
    else high = middle;
  }
  return low < end && integer(knownItems, low) == item;
}

/**
 * Moves the features of a row against `line` × `scale`, the slope of the loss; `square` is the mean of the line's squares.
 * Returns how far along the line the row's sum has moved.
 */
function descend(side: Side, row: i32, line: usize, square: f32, scale: f32, rate: f32): f32 {
  const end = rowBytes;
  const last = integer(side.starts, row + 1) - 1;
  let moved: f32 = 0;
  for (let k = integer(side.starts, row); k <= last; k++) {
    const column = <usize>integer(side.columns, k);
    const vector = side.vectors + column * end;
    const squares = side.squares + (column << 2);
    const value = float(side.values, k);
    const slope = scale * value;
    const seen = load<f32>(squares);
    store<f32>(squares, seen + slope * slope * square);
    const step = -(rate * slope) / sqrt(seen);
    moved += value * step;
    const steps = f32x4.splat(step);
    for (let offset: usize = 0; offset < end; offset += 32) {
      const weights = vector + offset;
      const slopes = line + offset;
      const low = f32x4.mul(steps, v128.load(slopes));
      const high = f32x4.mul(steps, v128.load(slopes, 16));
      v128.store(weights, f32x4.add(v128.load(weights), low));
      v128.store(weights, f32x4.add(v128.load(weights, 16), high), 16);
    }
  }
  return moved;
}

function descendBiases(item: i32, scale: f32, rate: f32): void {
  for (let k = integer(items.starts, item), end = integer(items.starts, item + 1); k < end; k++) {
    const place = <usize>integer(items.columns, k) << 2;
    const slope = scale * float(items.values, k);
    const seen = load<f32>(biasSquares + place);
    store<f32>(biases + place, load<f32>(biases + place) - (rate * slope) / sqrt(seen));
    store<f32>(biasSquares + place, seen + slope * slope);
  }
}

/** Moves an item, whose sum is `row`, along the shopper's and makes its sketch anew. */
function learnItem(item: i32, row: usize, own: usize, square: f32, scale: f32, rate: f32): void {
  const moved = descend(items, item, own, square, scale, rate);
  descendBiases(item, scale, rate);
  // Where the only feature is the sum, it has moved already.
  sketchItem(item, row, own, isAlone(items, item) ? 0 : moved);
}

/** Learns, with this much force, that a shopper with the sum `own` prefers one item to another; all three sums given. */
function learnPair(
  shopper: i32,
  own: usize,
  chosen: i32,
  better: usize,
  other: i32,
  worse: usize,
  force: f32,
  rate: f32,
): void {
  const end = rowBytes;
  const apart = difference;
  let squares = f32x4.splat(0);
  for (let offset: usize = 0; offset < end; offset += 16) {
    const gap = f32x4.sub(v128.load(worse + offset), v128.load(better + offset));
    squares = f32x4.add(squares, f32x4.mul(gap, gap));
    v128.store(apart + offset, gap);
  }
  const dimension = <f32>(end >> 2);
  const square = dot(own, own) / dimension;
  learnItem(chosen, better, own, square, -force, rate);
  learnItem(other, worse, own, square, force, rate);
  const moved = descend(shoppers, shopper, apart, laneSum(squares) / dimension, force, rate);
  sketchShopper(shopper, own, apart, isAlone(shoppers, shopper) ? 0 : moved);
  pairs += 1;
}

/**
 * One pass over positives `from` … `to` − 1: for each, items are drawn until one scores above the positive less a margin
 * of 1; the fewer draws that took, the worse the positive's rank must be and the harder the pair is learnt. `forces[t]`
 * is how hard after t draws, at most `draws` of them, a multiple of 4.
 */
export function learnWarp(from: i32, to: i32, rate: f32, forces: usize, draws: i32): void {
  for (let at = from; at < to; at++) {
    const shopper = integer(positiveShoppers, at);
    const chosen = integer(positiveItems, at);
    const sought = shopperSketches + <usize>shopper * sketchBytes;
    const threshold = sketchScore(sought, chosen) - 1;
    let isLearnt = false;
    for (let drawn = 1; drawn <= draws && !isLearnt; drawn += 4) {
      const a = integer(drawable, draw(drawableCount));
      const b = integer(drawable, draw(drawableCount));
      const c = integer(drawable, draw(drawableCount));
      const d = integer(drawable, draw(drawableCount));
      let above = fourAbove(sought, a, b, c, d, threshold);
      for (; above != 0 && !isLearnt; above &= above - 1) {
        const place = ctz(above);
        const other = place < 2 ? (place == 0 ? a : b) : place == 2 ? c : d;
        if (isKnown(shopper, other)) continue;
        const force = float(forces, drawn + place) * float(positiveWeights, at);
        isLearnt = learnIfClose(shopper, chosen, other, force, rate);
      }
    }
  }
}

/** Learns a pair whose positive does not lead by 1; false where it does, other than the sketches said. */
function learnIfClose(shopper: i32, chosen: i32, other: i32, force: f32, rate: f32): bool {
  const own = sumOf(shoppers, shopper, shopperSum);
  const better = sumOf(items, chosen, chosenSum);
  const worse = sumOf(items, other, otherSum);
  const excess = dot(own, worse) + biasOf(other) - dot(own, better) - biasOf(chosen) + 1;
  if (excess <= 0) return false;
  loss += force * excess;
  learnPair(shopper, own, chosen, better, other, worse, force, rate);
  return true;
}

const leadLimit: f32 = 8;
const forcesPerLead: f32 = 32;
const lastForce: i32 = 512;

/** Straight lines between the entries; a lead that is no number stays one. */
// @ts-ignore
@inline
function forceAt(lead: f32, forces: usize): f32 {
  const place = (max<f32>(-leadLimit, min<f32>(leadLimit, lead)) + leadLimit) * forcesPerLead;
  if (place != place) return place;
  const below = min<i32>(<i32>place, lastForce - 1);
  const start = float(forces, below);
  return start + (float(forces, below + 1) - start) * (place - <f32>below);
}

/** An item that some positive names and the shopper did not choose; −1 where `draws` draws find none. */
function drawOther(shopper: i32, draws: i32): i32 {
  for (let drawn = 0; drawn < draws; drawn++) {
    const item = integer(positiveItems, draw(positiveCount));
    if (!isKnown(shopper, item)) return item;
  }
  return -1;
}

/**
 * One pass over positives `from` … `to` − 1, each against an item that another positive names. `forces` holds
 * 1 / (1 + exp(lead)) for leads −8 … 8 in steps of 1/32.
 */
export function learnBpr(from: i32, to: i32, rate: f32, forces: usize, draws: i32): void {
  for (let at = from; at < to; at++) {
    const shopper = integer(positiveShoppers, at);
    const chosen = integer(positiveItems, at);
    const other = drawOther(shopper, draws);
    if (other < 0) continue;
    const own = sumOf(shoppers, shopper, shopperSum);
    const better = sumOf(items, chosen, chosenSum);
    const worse = sumOf(items, other, otherSum);
    const lead = dot(own, better) + biasOf(chosen) - dot(own, worse) - biasOf(other);
    const force = forceAt(lead, forces) * float(positiveWeights, at);
    loss += force;
    learnPair(shopper, own, chosen, better, other, worse, force, rate);
  }
}
