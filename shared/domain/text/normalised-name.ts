/** The plus sign is no punctuation: it tells a phone from its larger sister. */
const punctuation = /[^\p{L}\p{M}\p{N}+]+/gu;
/** 1.5 is not 15; everywhere else writers set spaces as they please, in Korean above all. */
const needless = /(?<!\p{N}) | (?!\p{N})/gu;

/** What stays of a name without case, width, spaces and punctuation: names that have it in common are taken for the same. */
export function normalisedName(name: string): string {
  const folded = foldedName(name);
  const bare = folded.replace(punctuation, ' ').replace(needless, '');
  return bare === '' ? folded.trim() : bare;
}

/** The words and numbers of a name, folded in case and width. */
export function wordsOfName(name: string): readonly string[] {
  return foldedName(name)
    .split(punctuation)
    .filter((word) => word !== '');
}

const foldedName = (name: string) => name.normalize('NFKC').toLowerCase();
