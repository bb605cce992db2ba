/** Scripts written without spaces, or with endings grown onto the word: pairs of letters stand in for words. */
const unspaced =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const longestWord = 40;

/** The words of a text, folded in case and width; at most `limit`. */
export function wordsOf(text: string, limit: number): readonly string[] {
  const words: string[] = [];
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    if (words.length >= limit) break;
    words.push(word.slice(0, longestWord));
  }
  return words;
}

/** Runs of `length` letters of a word, its edges marked. */
export function letterRuns(word: string, length: number): readonly string[] {
  const letters = [...`^${word}$`];
  const runs: string[] = [];
  for (let at = 0; at + length <= letters.length; at += 1) {
    runs.push(letters.slice(at, at + length).join(''));
  }
  return runs;
}

export function isUnspaced(word: string): boolean {
  return unspaced.test(word);
}
