/**
 * Hands over all that was added in one turn of the event loop as one list: what belongs to many requests crosses to
 * another thread in one message, and what they share is copied once.
 */
export function gather<T>(handOver: (gathered: readonly T[]) => void): (one: T) => void {
  let gathered: T[] = [];
  const flush = () => {
    const all = gathered;
    gathered = [];
    handOver(all);
  };
  return (one) => {
    if (gathered.length === 0) setImmediate(flush);
    gathered.push(one);
  };
}
