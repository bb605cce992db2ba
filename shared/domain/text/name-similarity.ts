import { editDistance } from './edit-distance.js';
import { wordsOfName } from './normalised-name.js';

/** More edits, and more words that differ, make another name. */
const maxEdits = 6;
const maxDifferentWords = 8;

/**
 * How alike two names are, from 0 to 1, whichever comes first. A slip of the pen is an edit or two in a word, another
 * colour or size another word, so names are as alike as their least alike words are, in any order. Where words are parted
 * differently the letters are compared as a whole, an edit counting as in a word of six letters. Korean syllables count as
 * the two or three letters they are made of. Names with different numbers,
 * or without any word, are not alike at all.
 */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [wordsOfName(a), wordsOfName(b)];
  if (left.length === 0 || right.length === 0) return 0;
  if (numbersIn(left) !== numbersIn(right)) return 0;
  return Math.max(likenessByWords(left, right), likenessAsWhole(left, right));
}

/** Of the least alike words, each paired with what is most like it. */
function likenessByWords(left: readonly string[], right: readonly string[]): number {
  const rest = without(right, left);
  const different = without(left, right);
  if (different.length !== rest.length || rest.length > maxDifferentWords) return 0;
  let least = 1;
  for (const word of different) {
    const likeness = rest.map((other) => likenessOfWords(word, other));
    const most = Math.max(...likeness);
    rest.splice(likeness.indexOf(most), 1);
    least = Math.min(least, most);
  }
  return least;
}

function likenessOfWords(a: string, b: string): number {
  const [left, right] = [lettersOf(a), lettersOf(b)];
  const edits = editDistance(left, right, maxEdits);
  return edits === maxEdits ? 0 : 1 - edits / Math.max(left.length, right.length);
}

function likenessAsWhole(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [lettersOf(a.join('')), lettersOf(b.join(''))];
  const edits = editDistance(left, right, maxEdits);
  return Math.max(0, 1 - edits / Math.min(maxEdits, left.length, right.length));
}

/** The words of `words` that are not among `others`; of equal ones as many as `others` lack. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return words.filter((word) => {
    const place = left.indexOf(word);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

const numbersIn = (words: readonly string[]) =>
  words
    .flatMap((word) => word.match(/\p{N}+/gu) ?? [])
    .sort()
    .join(' ');

/** Accents apart from their letters, and Korean syllables taken to pieces. */
const lettersOf = (word: string) => [...word.normalize('NFKD')];
