/**
 * What texts are found by. Where words stand apart they are the words, folded in case, width and accents. Where they do
 * not (Korean, Chinese, Japanese, Thai) they are the pairs of neighbouring letters, and the last letter of a run with an
 * end mark, so that each letter begins something and can be found alone.
 */
const unspaced = String.raw`\p{scx=Hangul}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}`;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const runPattern = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, 'gu');
const isUnspacedRun = new RegExp(`^[${unspaced}]`, 'u');
const beyondAscii = /[\u0080-\uffff]/;

/** No letter, so no text has it in a word. */
const endMark = '·';
const longestWord = 40;
const longestRun = 1_000;

/** Accents and vowel points that writers leave out, in upper case or altogether; elsewhere marks are letters. */
const optionalMarks =
  /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])\p{Mn}+/gu;

/** Of another script than the letter before them, which stands in a run of its own. */
const leadingMarks = /^\p{M}+/u;

interface Run {
  readonly text: string;
  readonly isUnspaced: boolean;
}

/** The words of a text that is to be found, in order; at most `limit`. */
export function searchWordsOf(text: string, limit: number): readonly string[] {
  const words: string[] = [];
  for (const run of runsOf(text)) {
    if (words.length >= limit) break;
    if (run.isUnspaced) words.push(...pairsAndEnd(run.text));
    else words.push(wholeWord(run.text));
  }
  return words.slice(0, limit);
}

export interface SearchedWord {
  readonly word: string;
  /** Whether longer words that begin so are meant too. */
  readonly isPrefix: boolean;
}

/** The words to look for, none twice, at most `limit`. `isPrefix`: the text may end within a word. */
export function searchedWordsOf(
  { text, isPrefix }: { readonly text: string; readonly isPrefix: boolean },
  limit: number,
): readonly SearchedWord[] {
  const words = new Map<string, SearchedWord>();
  let last: Run | undefined;
  for (const run of runsOf(text)) {
    for (const word of searchedIn(run)) words.set(word.word, word);
    if (words.size >= limit) break;
    last = run;
  }
  const isUnfinished = isPrefix && /[\p{L}\p{M}\p{N}]$/u.test(text);
  if (isUnfinished && last?.isUnspaced === false) {
    words.set(wholeWord(last.text), { word: wholeWord(last.text), isPrefix: true });
  }
  return [...words.values()].slice(0, limit);
}

function searchedIn({ text, isUnspaced }: Run): readonly SearchedWord[] {
  if (!isUnspaced) return [{ word: wholeWord(text), isPrefix: false }];
  const letters = first(text, longestRun);
  if (letters.length === 1) return [{ word: text, isPrefix: true }];
  return pairsOf(letters).map((word) => ({ word, isPrefix: false }));
}

function* runsOf(text: string): Generator<Run> {
  for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(wordPattern)) {
    if (beyondAscii.test(word)) yield* runsIn(word);
    else yield { text: word, isUnspaced: false };
  }
}

function* runsIn(word: string): Generator<Run> {
  const folded = word.normalize('NFD').replace(optionalMarks, '').normalize('NFC');
  for (const [text] of folded.matchAll(runPattern)) {
    if (isUnspacedRun.test(text)) yield { text, isUnspaced: true };
    else yield* spacedRun(text.replace(leadingMarks, ''));
  }
}

function* spacedRun(text: string): Generator<Run> {
  if (text !== '') yield { text, isUnspaced: false };
}

const wholeWord = (word: string) =>
  word.length <= longestWord ? word : first(word, longestWord).join('');

function pairsAndEnd(run: string): readonly string[] {
  const letters = first(run, longestRun);
  return [...pairsOf(letters), `${letters.at(-1)}${endMark}`];
}

function pairsOf(letters: readonly string[]): readonly string[] {
  const pairs: string[] = [];
  for (let at = 1; at < letters.length; at += 1) pairs.push(`${letters[at - 1]}${letters[at]}`);
  return pairs;
}

/** Whole letters: half of a surrogate pair would be none. */
function first(text: string, limit: number): readonly string[] {
  const letters: string[] = [];
  for (const letter of text) {
    letters.push(letter);
    if (letters.length >= limit) break;
  }
  return letters;
}
