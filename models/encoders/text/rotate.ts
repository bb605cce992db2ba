const third = 128;
const scale = 1 / Math.sqrt(third);
const signs = randomSigns(3 * third);

/**
 * Turns a vector of 384 values in place by a fixed rotation: cosines stay as they are, and each value comes to depend on
 * all. So the first values alone still tell what is alike, better the more of them are kept. Random signs, then the
 * Walsh–Hadamard transform of each third (Ailon & Chazelle, "The fast Johnson–Lindenstrauss transform", 2009), then a
 * reflection that mixes the thirds; some 3,000 additions.
 */
export function rotate(vector: Float32Array): void {
  for (let at = 0; at < vector.length; at += 1) {
    vector[at] = (vector[at] ?? 0) * (signs[at] ?? 0);
  }
  for (let start = 0; start < vector.length; start += third) {
    transform(vector.subarray(start, start + third));
  }
  mixThirds(vector);
}

function transform(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let at = start; at < start + half; at += 1) {
        const a = values[at] ?? 0;
        const b = values[at + half] ?? 0;
        values[at] = a + b;
        values[at + half] = a - b;
      }
    }
  }
}

/** Householder's reflection along (1, 1, 1). */
function mixThirds(vector: Float32Array): void {
  for (let at = 0; at < third; at += 1) {
    const a = (vector[at] ?? 0) * scale;
    const b = (vector[at + third] ?? 0) * scale;
    const c = (vector[at + 2 * third] ?? 0) * scale;
    const share = (2 / 3) * (a + b + c);
    vector[at] = a - share;
    vector[at + third] = b - share;
    vector[at + 2 * third] = c - share;
  }
}

/** Each −1 or 1, by xorshift (Marsaglia 2003); part of what the encoder's version stands for. */
function randomSigns(count: number): Int8Array {
  let state = 0x9e3779b9;
  return Int8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state < 0 ? -1 : 1;
  });
}
