type Rule = readonly [ending: string, replacement: string];

const vowels = 'aeiou';

function isConsonant(word: string, at: number): boolean {
  const letter = word.charAt(at);
  if (letter === 'y') return at === 0 || !isConsonant(word, at - 1);
  return !vowels.includes(letter);
}

/** Each letter as `c` or `v`. */
function shape(word: string): string {
  return [...word].map((_, at) => (isConsonant(word, at) ? 'c' : 'v')).join('');
}

/** How many times a run of consonants follows one of vowels. */
function measure(word: string): number {
  return shape(word).match(/v+c+/g)?.length ?? 0;
}

function hasVowel(word: string): boolean {
  return shape(word).includes('v');
}

function endsDouble(word: string): boolean {
  const last = word.length - 1;
  return last > 0 && word.charAt(last) === word.charAt(last - 1) && isConsonant(word, last);
}

/** Consonant, vowel, consonant, the last of them none of `w`, `x`, `y`. */
function endsShort(word: string): boolean {
  return /cvc$/.test(shape(word)) && !/[wxy]$/.test(word);
}

/** Replaces the longest ending that fits, if what is before it is long enough. */
function replaced(word: string, rules: readonly Rule[], least: number): string {
  const fitting = rules.filter(([ending]) => word.endsWith(ending));
  const rule = fitting.sort(([left], [right]) => right.length - left.length)[0];
  if (rule === undefined) return word;
  const [ending, replacement] = rule;
  const before = word.slice(0, word.length - ending.length);
  return measure(before) >= least ? before + replacement : word;
}

const plurals: readonly Rule[] = [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
];

const longEndings: readonly Rule[] = (
  'ational:ate tional:tion enci:ence anci:ance izer:ize abli:able alli:al entli:ent eli:e ousli:ous ization:ize ' +
  'ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble'
)
  .split(' ')
  .map(rule);

const middleEndings: readonly Rule[] = 'icate:ic ative: alize:al iciti:ic ical:ic ful: ness:'
  .split(' ')
  .map(rule);

const lastEndings: readonly Rule[] =
  'al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: sion:s tion:t ou: ism: ate: iti: ous: ive: ize:'
    .split(' ')
    .map(rule);

function rule(text: string): Rule {
  const [ending = '', replacement = ''] = text.split(':');
  return [ending, replacement];
}

function withoutPast(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const before = /^(.*)(?:ed|ing)$/.exec(word)?.[1];
  if (before === undefined || !hasVowel(before)) return word;
  if (/(at|bl|iz)$/.test(before)) return `${before}e`;
  if (endsDouble(before) && !/[lsz]$/.test(before)) return before.slice(0, -1);
  return measure(before) === 1 && endsShort(before) ? `${before}e` : before;
}

function withoutFinalE(word: string): string {
  if (!word.endsWith('e')) return word;
  const before = word.slice(0, -1);
  const goes = measure(before) > 1 || (measure(before) === 1 && !endsShort(before));
  return goes ? before : word;
}

/** The stem of an English word in lower case: M. F. Porter, "An algorithm for suffix stripping" (1980). */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  const present = withoutPast(replaced(word, plurals, 0));
  const turned =
    present.endsWith('y') && hasVowel(present.slice(0, -1)) ? `${present.slice(0, -1)}i` : present;
  const shorter = replaced(replaced(turned, longEndings, 1), middleEndings, 1);
  const bare = withoutFinalE(replaced(shorter, lastEndings, 2));
  return bare.endsWith('ll') && measure(bare) > 1 ? bare.slice(0, -1) : bare;
}
