// AssemblyScript: addresses are byte offsets into the memory that the caller owns. Rows are `width` floats, a multiple
// of 4, and start at a multiple of 16.

/** Copies row rows[k] of a table to row k of `into`. */
export function gatherRows(table: usize, width: i32, rows: usize, count: i32, into: usize): void {
  const rowBytes = <usize>width << 2;
  for (let k = 0; k < count; k++) {
    const row = <usize>load<i32>(rows + (<usize>k << 2));
    memory.copy(into + <usize>k * rowBytes, table + row * rowBytes, rowBytes);
  }
}

/** Adds row k of `from` to row slots[k] of `sums`; a slot may come up again. */
export function scatterAdd(from: usize, width: i32, slots: usize, count: i32, sums: usize): void {
  const rowBytes = <usize>width << 2;
  for (let k = 0; k < count; k++) {
    let source = from + <usize>k * rowBytes;
    let target = sums + <usize>load<i32>(slots + (<usize>k << 2)) * rowBytes;
    for (const end = source + rowBytes; source < end; source += 16, target += 16) {
      v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    }
  }
}

/**
 * One step of lazy Adam: row k of `gradients` moves row rows[k] of the table, whose moments decay only when it is
 * touched; no row twice. `rate` holds the bias correction; `decay` is decoupled (AdamW), a share of the rate.
 */
export function sparseAdam(
  table: usize,
  first: usize,
  second: usize,
  width: i32,
  rows: usize,
  count: i32,
  gradients: usize,
  rate: f32,
  decay: f32,
): void {
  const rowBytes = <usize>width << 2;
  const firstDecay = f32x4.splat(0.9);
  const firstNews = f32x4.splat(0.1);
  const secondDecay = f32x4.splat(0.999);
  const secondNews = f32x4.splat(0.001);
  const tiny = f32x4.splat(1e-8);
  const rates = f32x4.splat(rate);
  const kept = f32x4.splat(1 - rate * decay);
  for (let k = 0; k < count; k++) {
    const row = <usize>load<i32>(rows + (<usize>k << 2)) * rowBytes;
    const source = gradients + <usize>k * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const gradient = v128.load(source + at);
      const target = row + at;
      const m = f32x4.add(f32x4.mul(v128.load(first + target), firstDecay), f32x4.mul(gradient, firstNews));
      const square = f32x4.mul(gradient, gradient);
      const v = f32x4.add(f32x4.mul(v128.load(second + target), secondDecay), f32x4.mul(square, secondNews));
      const change = f32x4.div(f32x4.mul(rates, m), f32x4.add(f32x4.sqrt(v), tiny));
      v128.store(first + target, m);
      v128.store(second + target, v);
      v128.store(table + target, f32x4.sub(f32x4.mul(v128.load(table + target), kept), change));
    }
  }
}

/**
 * Fills with 0 or 1 / keep, each value kept with that probability; xorshift32 from `seed`, not 0. Gives the state to go
 * on from.
 */
export function dropoutMask(mask: usize, length: i32, keep: f32, seed: u32): u32 {
  const kept: f32 = 1 / keep;
  const threshold = <u32>(<f64>keep * 4294967295.0);
  let state = seed;
  for (let k = 0; k < length; k++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    store<f32>(mask + (<usize>k << 2), state <= threshold ? kept : 0);
  }
  return state;
}
