/** The longest that the event loop was kept from going round while `work` lasted, in milliseconds. */
export async function withLoopGap<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const outcome = await work();
  look();
  isOver = true;
  return [outcome, longest];
}
