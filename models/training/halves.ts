import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';

/** Two halves by a hash of the shopper (FNV-1a), so that whoever helps to fit never judges, in no run. */
export function halves(
  cases: readonly EvaluationCase[],
): readonly [readonly EvaluationCase[], readonly EvaluationCase[]] {
  const isFirst = cases.map(({ shopper }) => (hash(shopper) & 1) === 0);
  return [cases.filter((_, at) => isFirst[at]), cases.filter((_, at) => !isFirst[at])];
}

function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  // The lowest bit of FNV-1a is the parity of the text.
  return (state >>> 15) ^ (state >>> 7);
}
