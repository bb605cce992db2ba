/** DCG with one gain per target, over the ideal: 1 where every target comes first (Järvelin & Kekäläinen 2002). */
export function ndcg(ranked: readonly string[], targets: ReadonlySet<string>): number {
  let gain = 0;
  for (const [place, itemId] of ranked.entries()) {
    if (targets.has(itemId)) gain += 1 / Math.log2(place + 2);
  }
  let ideal = 0;
  for (let place = 0; place < targets.size; place++) ideal += 1 / Math.log2(place + 2);
  return gain / ideal;
}
