// AssemblyScript: addresses are byte offsets into the memory that the caller owns.

/** Dot product of two rows of `length` floats, a multiple of 4, each at a multiple of 16. */
export function dot(a: usize, b: usize, length: i32): f32 {
  let sum = f32x4.splat(0);
  for (let offset: usize = 0, end = <usize>length << 2; offset < end; offset += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + offset), v128.load(b + offset)));
  }
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}
