// AssemblyScript: addresses are byte offsets into the memory that the caller owns. Rows of a dense matrix are `width`
// floats, a multiple of 4, and start at a multiple of 16. A sparse matrix is rows of (column, weight): row r holds the
// entries starts[r] … starts[r + 1] − 1.

/** Row r of `into` becomes Σ weight · row column of `table`. */
export function product(
  starts: usize,
  columns: usize,
  weights: usize,
  rows: i32,
  table: usize,
  width: i32,
  into: usize,
): void {
  const rowBytes = <usize>width << 2;
  memory.fill(into, 0, <usize>rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const target = into + <usize>row * rowBytes;
    const end = load<i32>(starts + (<usize>(row + 1) << 2));
    for (let entry = load<i32>(starts + (<usize>row << 2)); entry < end; entry++) {
      const weight = f32x4.splat(load<f32>(weights + (<usize>entry << 2)));
      const source = table + <usize>load<i32>(columns + (<usize>entry << 2)) * rowBytes;
      for (let at: usize = 0; at < rowBytes; at += 16) {
        const share = f32x4.mul(weight, v128.load(source + at));
        v128.store(target + at, f32x4.add(v128.load(target + at), share));
      }
    }
  }
}

/** The transposed product, added: row column of `sums` gains weight · row r of `from` for every entry. */
export function addTransposedProduct(
  starts: usize,
  columns: usize,
  weights: usize,
  rows: i32,
  from: usize,
  width: i32,
  sums: usize,
): void {
  const rowBytes = <usize>width << 2;
  for (let row = 0; row < rows; row++) {
    const source = from + <usize>row * rowBytes;
    const end = load<i32>(starts + (<usize>(row + 1) << 2));
    for (let entry = load<i32>(starts + (<usize>row << 2)); entry < end; entry++) {
      const weight = f32x4.splat(load<f32>(weights + (<usize>entry << 2)));
      const target = sums + <usize>load<i32>(columns + (<usize>entry << 2)) * rowBytes;
      for (let at: usize = 0; at < rowBytes; at += 16) {
        const share = f32x4.mul(weight, v128.load(source + at));
        v128.store(target + at, f32x4.add(v128.load(target + at), share));
      }
    }
  }
}
