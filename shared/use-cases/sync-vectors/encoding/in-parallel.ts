/** Works on all of them, `width` at a time; the results in order. The first rejection is passed on. */
export async function inParallel<T, R>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(all.length);
  const waiting = all.entries();
  const workOff = async () => {
    for (const [at, one] of waiting) results[at] = await work(one);
  };
  await Promise.all(Array.from({ length: width }, workOff));
  return results;
}
