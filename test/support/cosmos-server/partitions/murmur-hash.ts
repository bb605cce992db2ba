const mask = 0xffff_ffff_ffff_ffffn;
const c1 = 0x87c3_7b91_1142_53d5n;
const c2 = 0x4cf5_ad43_2745_937fn;

const rotated = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & mask;
const times = (left: bigint, right: bigint) => (left * right) & mask;
const plus = (left: bigint, right: bigint) => (left + right) & mask;

const mixedFirst = (k: bigint) => times(rotated(times(k, c1), 31n), c2);
const mixedSecond = (k: bigint) => times(rotated(times(k, c2), 33n), c1);

function finished(value: bigint): bigint {
  let h = value ^ (value >> 33n);
  h = times(h, 0xff51_afd7_ed55_8ccdn);
  h ^= h >> 33n;
  h = times(h, 0xc4ce_b9fe_1a85_ec53n);
  return h ^ (h >> 33n);
}

/** MurmurHash3, x64, 128 bits, seed 0 (Austin Appleby, public domain): its two halves. */
export function murmurHash(bytes: Buffer): readonly [bigint, bigint] {
  const length = BigInt(bytes.length);
  let [h1, h2] = [0n, 0n];
  const whole = bytes.length - (bytes.length % 16);
  for (let at = 0; at < whole; at += 16) {
    h1 = rotated(h1 ^ mixedFirst(bytes.readBigUInt64LE(at)), 27n);
    h1 = plus(times(plus(h1, h2), 5n), 0x52dc_e729n);
    h2 = rotated(h2 ^ mixedSecond(bytes.readBigUInt64LE(at + 8)), 31n);
    h2 = plus(times(plus(h2, h1), 5n), 0x3849_5ab5n);
  }
  const tail = Buffer.alloc(16);
  bytes.copy(tail, 0, whole);
  h1 ^= mixedFirst(tail.readBigUInt64LE(0)) ^ length;
  h2 ^= mixedSecond(tail.readBigUInt64LE(8)) ^ length;
  h1 = plus(h1, h2);
  h2 = plus(h2, h1);
  h1 = finished(h1);
  h2 = finished(h2);
  h1 = plus(h1, h2);
  return [h1, plus(h2, h1)];
}
