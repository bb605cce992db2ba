import type { TwoTowerNetwork } from './network.js';

/** Takes a copy of all that a network has learnt; the function puts it back. */
export function snapshot({ tables, weights }: TwoTowerNetwork): () => void {
  const learnt = Object.values(tables).map(({ table }) => table.values.slice());
  const dense = weights.names.map((name) => weights.weight(name).slice());
  return () => {
    Object.values(tables).forEach(({ table }, at) => {
      table.values.set(learnt[at] ?? []);
    });
    weights.names.forEach((name, at) => {
      weights.weight(name).set(dense[at] ?? []);
    });
  };
}
