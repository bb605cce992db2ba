/** One word as an FTS5 expression, and how many items have it, counted no further than is of interest. */
export interface Term {
  readonly match: string;
  readonly count: number;
}

/** Words that more items have than can be ranked say little, but a few of them still tell equals apart. */
const maxAlso = 2;
const maxTogether = 3;

/**
 * What to search for, as FTS5 expressions, one after the other until enough has been found. Where all items with any of
 * the words can be ranked, one expression does it. Else the rarest words choose whom to rank: they weigh most. Where every
 * word is common, several are wanted together at first. `terms`: of those that some items have; `maxRanked` items can be
 * ranked at once; `count` tells how many an expression finds.
 */
export function* planSearches(
  terms: readonly Term[],
  maxRanked: number,
  count: (match: string) => number,
): Generator<string> {
  let rest = terms.toSorted((a, b) => a.count - b.count);
  if ((rest[0]?.count ?? 0) > maxRanked) {
    const together = narrowed(rest, maxRanked, count);
    if (together.length > 1) yield joined(together, ' AND ');
  }
  while (rest.length > 0) {
    const chosen = within(rest, maxRanked);
    rest = rest.slice(chosen.length);
    yield search(chosen, rest);
  }
}

/** The first words, as many as can all be ranked; at least one. */
function within(terms: readonly Term[], maxRanked: number): readonly Term[] {
  let sum = 0;
  const end = terms.findIndex((term) => {
    sum += term.count;
    return sum > maxRanked;
  });
  return end < 0 ? terms : terms.slice(0, Math.max(end, 1));
}

/** Words that are found together: each that leaves something, until few enough are left. */
function narrowed(
  terms: readonly Term[],
  maxRanked: number,
  count: (match: string) => number,
): readonly Term[] {
  let chosen = terms.slice(0, 1);
  for (const term of terms.slice(1, maxTogether)) {
    const found = count(joined([...chosen, term], ' AND '));
    if (found > 0) chosen = [...chosen, term];
    if (found > 0 && found <= maxRanked) break;
  }
  return chosen;
}

/** Finds what any chosen word finds, and ranks it by a few of the others too. The chosen then count twice: they tell most. */
function search(chosen: readonly Term[], others: readonly Term[]): string {
  const found = joined(chosen, ' OR ');
  const also = others.slice(0, maxAlso);
  return also.length === 0 ? found : `(${found}) AND (${joined([...chosen, ...also], ' OR ')})`;
}

const joined = (terms: readonly Term[], operator: ' AND ' | ' OR ') =>
  terms.map(({ match }) => match).join(operator);
