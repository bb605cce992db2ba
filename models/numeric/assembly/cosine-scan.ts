// AssemblyScript: addresses are byte offsets into the memory that the caller owns.
//
// Rows of unit length are kept as integers of 8 bits with a scale of their own, and with how far that may be from the
// row (the length of the difference). By Cauchy and Schwarz a row's cosine with a query lies no further than that from
// the product of the integers, so that every row has an upper bound of its cosine, and those that cannot be among the
// best need no look at their floats.
//
// A block holds `capacity` rows: their integers, then the scales, the errors and the upper bounds of the last scan, all
// f32. Rows are `width` long, a multiple of 32, with zeros at their end; blocks start at a multiple of 16.

let width: usize = 0;
let capacity: usize = 0;
/** `width` integers of 16 bits. */
let query: usize = 0;
/** How many bounds of a scan fall into each of 4096 equal parts of −1 … 1, i32. */
let tally: usize = 0;

export function place(rowWidth: i32, rowsPerBlock: i32, queryAt: usize, tallyAt: usize): void {
  width = rowWidth;
  capacity = rowsPerBlock;
  query = queryAt;
  tally = tallyAt;
}

// @ts-ignore: decorators belong to AssemblyScript
@inline
function scalesOf(block: usize): usize {
  return block + width * capacity;
}

// @ts-ignore
@inline
function errorsOf(block: usize): usize {
  return scalesOf(block) + (capacity << 2);
}

// @ts-ignore
@inline
function boundsOf(block: usize): usize {
  return errorsOf(block) + (capacity << 2);
}

// @ts-ignore
@inline
function largestOf(row: usize): f32 {
  let largest = f32x4.splat(0);
  for (let at = row, end = row + (width << 2); at < end; at += 16) {
    largest = f32x4.max(largest, f32x4.abs(v128.load(at)));
  }
  return max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

/** The length of `width` floats; not finite where a value is not. */
export function lengthOf(source: usize): f64 {
  let squares = f64x2.splat(0);
  for (let at = source, end = source + (width << 2); at < end; at += 8) {
    const two = f64x2.promote_low_f32x4(v128.load64_zero(at));
    squares = f64x2.add(squares, f64x2.mul(two, two));
  }
  return sqrt<f64>(f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1));
}

/** In f64: a length may be far too small or large for f32. */
// @ts-ignore
@inline
function divide(source: usize, length: f64): void {
  const lengths = f64x2.splat(length);
  for (let at = source, end = source + (width << 2); at < end; at += 8) {
    const two = f64x2.promote_low_f32x4(v128.load64_zero(at));
    v128.store64_lane(at, f32x4.demote_f64x2_zero(f64x2.div(two, lengths)), 0);
  }
}

/**
 * Makes `source`, `width` floats of the given length, row `row` of a block, and of unit length where they are. The
 * largest becomes ±127. The error is rounded up by more than sums of f32 can be wrong.
 */
export function quantise(source: usize, length: f64, block: usize, row: i32): void {
  divide(source, length);
  const largest = largestOf(source);
  const scale = largest / 127;
  const up = f32x4.splat(127 / largest);
  const down = f32x4.splat(scale);
  let target = block + <usize>row * width;
  let squares = f32x4.splat(0);
  for (let at = source, end = source + (width << 2); at < end; at += 16, target += 4) {
    const value = v128.load(at);
    const rounded = f32x4.nearest(f32x4.mul(value, up));
    const whole = i32x4.trunc_sat_f32x4_s(rounded);
    const short = i16x8.narrow_i32x4_s(whole, whole);
    v128.store32_lane(target, i8x16.narrow_i16x8_s(short, short), 0);
    const rest = f32x4.sub(value, f32x4.mul(rounded, down));
    squares = f32x4.add(squares, f32x4.mul(rest, rest));
  }
  const sum =
    f32x4.extract_lane(squares, 0) +
    f32x4.extract_lane(squares, 1) +
    f32x4.extract_lane(squares, 2) +
    f32x4.extract_lane(squares, 3);
  store<f32>(scalesOf(block) + (<usize>row << 2), scale);
  store<f32>(errorsOf(block) + (<usize>row << 2), sqrt<f32>(sum) * 1.001 + 1e-6);
}

/** Row `to` of a block becomes a copy of row `from` of another or the same. */
export function copyRow(fromBlock: usize, from: i32, toBlock: usize, to: i32): void {
  memory.copy(toBlock + <usize>to * width, fromBlock + <usize>from * width, width);
  const source = <usize>from << 2;
  const target = <usize>to << 2;
  store<f32>(scalesOf(toBlock) + target, load<f32>(scalesOf(fromBlock) + source));
  store<f32>(errorsOf(toBlock) + target, load<f32>(errorsOf(fromBlock) + source));
}

// @ts-ignore
@inline
function multiply(block: usize, count: i32): void {
  let at = block;
  let into = boundsOf(block);
  for (let row = 0; row < count; row++, into += 4) {
    let even = i32x4.splat(0);
    let odd = even;
    let beside = query;
    for (const end = at + width; at < end; at += 32, beside += 64) {
      even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load8x8_s(at), v128.load(beside)));
      odd = i32x4.add(odd, i32x4.dot_i16x8_s(v128.load8x8_s(at, 8), v128.load(beside, 16)));
      even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load8x8_s(at, 16), v128.load(beside, 32)));
      odd = i32x4.add(odd, i32x4.dot_i16x8_s(v128.load8x8_s(at, 24), v128.load(beside, 48)));
    }
    const sum = i32x4.add(even, odd);
    store<i32>(
      into,
      i32x4.extract_lane(sum, 0) +
        i32x4.extract_lane(sum, 1) +
        i32x4.extract_lane(sum, 2) +
        i32x4.extract_lane(sum, 3),
    );
  }
}

/**
 * Writes the upper bounds of the cosines of the first `count` rows, and adds them to the tally. The query is its
 * integers times `step`; `allowance` is how much it may add to a row's error.
 */
export function scan(block: usize, count: i32, step: f32, allowance: f32): void {
  multiply(block, count);
  const steps = f32x4.splat(step);
  const allowances = f32x4.splat(allowance);
  const one = f32x4.splat(1);
  const rows = <usize>count << 2;
  const scales = scalesOf(block);
  const errors = errorsOf(block);
  const bounds = boundsOf(block);
  for (let at: usize = 0; at < rows; at += 16) {
    const product = f32x4.convert_i32x4_s(v128.load(bounds + at));
    const cosine = f32x4.mul(product, f32x4.mul(v128.load(scales + at), steps));
    const error = f32x4.add(v128.load(errors + at), allowances);
    const bound = f32x4.max(f32x4.min(f32x4.add(cosine, error), one), f32x4.neg(one));
    v128.store(bounds + at, bound);
  }
  for (let at: usize = 0; at < rows; at += 4) {
    const part = min<i32>(<i32>((load<f32>(bounds + at) + 1) * 2048), 4095);
    const counted = tally + (<usize>part << 2);
    store<i32>(counted, load<i32>(counted) + 1);
  }
}

/** Lists those of the first `count` rows whose bound is at least `low` and below `high`; tells how many. */
export function collect(block: usize, count: i32, low: f32, high: f32, into: usize): i32 {
  const bounds = boundsOf(block);
  const lows = f32x4.splat(low);
  let end = into;
  for (let row = 0; row < count; row += 4) {
    const four = v128.load(bounds + (<usize>row << 2));
    if (!v128.any_true(f32x4.ge(four, lows))) continue;
    for (let each = row, past = min<i32>(row + 4, count); each < past; each++) {
      const bound = load<f32>(bounds + (<usize>each << 2));
      if (bound < low || bound >= high) continue;
      store<i32>(end, each);
      end += 4;
    }
  }
  return <i32>((end - into) >> 2);
}
