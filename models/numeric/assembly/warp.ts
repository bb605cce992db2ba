// AssemblyScript: addresses are byte offsets into the memory that the caller owns.
//
// Hybrid matrix factorisation (Kula, "Metadata embeddings for user and item cold-start recommendations", 2015): a shopper
// and an item are weighted sums of the vectors of their features, and learn from pairs of an item that the shopper chose
// and one that they did not, by WARP (Weston, Bengio, Usunier, "WSABIE", 2011) or BPR (Rendle et al., 2009) with adagrad
// (Duchi, Hazan, Singer, 2011).
//
// Drawing negatives is most of the work, and summing up features for each one drawn would be most of that. So every item
// keeps its sum in `itemRows`, as it was when the item was last learnt from or `refresh` was called: negatives are looked
// for among these, and the pair that is found is summed up anew, judged again and learnt from exactly.

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
let itemRows: usize = 0;
let itemRowBiases: usize = 0;

let rowBytes: usize = 0;
/** Room for a shopper's sum and for the difference of a pair. */
let scratch: usize = 0;

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

let state: u32 = 1;
let loss: f64 = 0;
let pairs: i32 = 0;

/** `dimension` floats a vector, a multiple of 4; `scratchRoom` holds two. */
export function begin(dimension: i32, scratchRoom: usize, seed: u32): void {
  rowBytes = <usize>dimension << 2;
  scratch = scratchRoom;
  state = seed == 0 ? 1 : seed;
}

export function placeSides(ofShoppers: usize, ofItems: usize): void {
  shoppers = changetype<Side>(ofShoppers);
  items = changetype<Side>(ofItems);
}

export function placeBiases(values: usize, squares: usize): void {
  biases = values;
  biasSquares = squares;
}

/** Where the items' sums are kept. */
export function placeRows(rows: usize, rowBias: usize): void {
  itemRows = rows;
  itemRowBiases = rowBias;
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

/** Since the last call of `shuffle`. */
export function lossSoFar(): f64 {
  return loss;
}

/** Pairs learnt from since the last call of `shuffle`. */
export function pairsSoFar(): i32 {
  return pairs;
}

// @ts-ignore: decorators belong to AssemblyScript
@inline
function random(): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

/** Evenly from 0 … below − 1. */
// @ts-ignore
@inline
function draw(below: u32): u32 {
  return <u32>((<u64>random() * <u64>below) >> 32);
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

/** Fisher and Yates; a new epoch starts here. */
export function shuffle(): void {
  for (let at = positiveCount - 1; at > 0; at--) {
    const other = draw(<u32>at + 1);
    swap(positiveShoppers, at, other);
    swap(positiveItems, at, other);
    swap(positiveWeights, at, other);
  }
  loss = 0;
  pairs = 0;
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
function itemRow(item: i32): usize {
  return itemRows + <usize>item * rowBytes;
}

/** Two sums side by side, because one would wait for itself. */
// @ts-ignore
@inline
function dot(a: usize, b: usize): f32 {
  let even = f32x4.splat(0);
  let odd = even;
  let offset: usize = 0;
  for (; offset + 32 <= rowBytes; offset += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + offset), v128.load(b + offset)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + offset, 16), v128.load(b + offset, 16)));
  }
  if (offset < rowBytes) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + offset), v128.load(b + offset)));
  }
  const sum = f32x4.add(even, odd);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}

/** Writes the weighted sum of a row's feature vectors. */
function sumFeatures(side: Side, row: i32, into: usize): void {
  memory.fill(into, 0, rowBytes);
  for (let k = integer(side.starts, row), end = integer(side.starts, row + 1); k < end; k++) {
    const vector = side.vectors + <usize>integer(side.columns, k) * rowBytes;
    const value = f32x4.splat(float(side.values, k));
    for (let offset: usize = 0; offset < rowBytes; offset += 16) {
      const sum = f32x4.add(
        v128.load(into + offset),
        f32x4.mul(value, v128.load(vector + offset)),
      );
      v128.store(into + offset, sum);
    }
  }
}

function refreshItem(item: i32): void {
  sumFeatures(items, item, itemRow(item));
  let bias: f32 = 0;
  for (let k = integer(items.starts, item), end = integer(items.starts, item + 1); k < end; k++) {
    bias += float(items.values, k) * float(biases, integer(items.columns, k));
  }
  store<f32>(itemRowBiases + (<usize>item << 2), bias);
}

/** Sums up items `from` … `to` − 1. */
export function refresh(from: i32, to: i32): void {
  for (let item = from; item < to; item++) refreshItem(item);
}

// @ts-ignore
@inline
function scoreOf(shopper: usize, item: i32): f32 {
  return dot(shopper, itemRow(item)) + float(itemRowBiases, item);
}

function isKnown(shopper: i32, item: i32): bool {
  if (knownBits != 0) {
    const word = <usize>shopper * wordsPerShopper + <usize>(item >>> 5);
    return ((load<u32>(knownBits + (word << 2)) >>> (item & 31)) & 1) == 1;
  }
  let low = integer(knownStarts, shopper);
  let high = integer(knownStarts, shopper + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (integer(knownItems, middle) < item) low = middle + 1;
    else high = middle;
  }
  return low < integer(knownStarts, shopper + 1) && integer(knownItems, low) == item;
}

/** Moves the feature vectors of a row against `gradient` times `scale`. */
function descend(side: Side, row: i32, gradient: usize, scale: f32, rate: f32): void {
  const rates = f32x4.splat(rate);
  for (let k = integer(side.starts, row), end = integer(side.starts, row + 1); k < end; k++) {
    const place = <usize>integer(side.columns, k) * rowBytes;
    const vector = side.vectors + place;
    const squares = side.squares + place;
    const factor = f32x4.splat(scale * float(side.values, k));
    for (let offset: usize = 0; offset < rowBytes; offset += 16) {
      const slope = f32x4.mul(factor, v128.load(gradient + offset));
      const seen = v128.load(squares + offset);
      const step = f32x4.div(f32x4.mul(rates, slope), f32x4.sqrt(seen));
      v128.store(vector + offset, f32x4.sub(v128.load(vector + offset), step));
      v128.store(squares + offset, f32x4.add(seen, f32x4.mul(slope, slope)));
    }
  }
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

/** Learns that `shopper`, whose sum stands in `scratch`, prefers one item to another, with this much force. */
function learnPair(shopper: i32, chosen: i32, other: i32, force: f32, rate: f32): void {
  const sum = scratch;
  const difference = scratch + rowBytes;
  const better = itemRow(chosen);
  const worse = itemRow(other);
  for (let offset: usize = 0; offset < rowBytes; offset += 16) {
    v128.store(
      difference + offset,
      f32x4.sub(v128.load(worse + offset), v128.load(better + offset)),
    );
  }
  descend(items, chosen, sum, -force, rate);
  descendBiases(chosen, -force, rate);
  descend(items, other, sum, force, rate);
  descendBiases(other, force, rate);
  descend(shoppers, shopper, difference, force, rate);
  refreshItem(chosen);
  refreshItem(other);
  pairs += 1;
}

/**
 * One pass over positives `from` … `to` − 1: for each, items are drawn until one scores above the positive less a margin
 * of 1; the fewer draws that took, the worse the positive's rank must be and the harder the pair is learnt. `forces[t]`
 * is how hard after t draws, at most `draws` of them.
 */
export function learnWarp(from: i32, to: i32, rate: f32, forces: usize, draws: i32): void {
  for (let at = from; at < to; at++) {
    const shopper = integer(positiveShoppers, at);
    const chosen = integer(positiveItems, at);
    sumFeatures(shoppers, shopper, scratch);
    refreshItem(chosen);
    const threshold = scoreOf(scratch, chosen) - 1;
    for (let drawn = 1; drawn <= draws; drawn++) {
      const other = integer(drawable, draw(drawableCount));
      if (scoreOf(scratch, other) <= threshold || isKnown(shopper, other)) continue;
      refreshItem(other);
      const score = scoreOf(scratch, other);
      if (score <= threshold) continue;
      const force = float(forces, drawn) * float(positiveWeights, at);
      loss += force * (score - threshold);
      learnPair(shopper, chosen, other, force, rate);
      break;
    }
  }
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

/**
 * One pass over positives `from` … `to` − 1, each against an item that another positive names. `forces` holds
 * 1 / (1 + exp(lead)) for leads −8 … 8 in steps of 1/32.
 */
export function learnBpr(from: i32, to: i32, rate: f32, forces: usize, draws: i32): void {
  for (let at = from; at < to; at++) {
    const shopper = integer(positiveShoppers, at);
    const chosen = integer(positiveItems, at);
    let other = -1;
    for (let drawn = 1; drawn <= draws; drawn++) {
      const candidate = integer(positiveItems, <i32>draw(<u32>positiveCount));
      if (isKnown(shopper, candidate)) continue;
      other = candidate;
      break;
    }
    if (other < 0) continue;
    sumFeatures(shoppers, shopper, scratch);
    refreshItem(chosen);
    refreshItem(other);
    const lead = scoreOf(scratch, chosen) - scoreOf(scratch, other);
    const force = forceAt(lead, forces) * float(positiveWeights, at);
    loss += force;
    learnPair(shopper, chosen, other, force, rate);
  }
}
