import type { Candidate, Reason } from '../../domain/ranking.js';
import type { RecommendationList } from '../../ports/recommendation-lists.js';

/**
 * A list without an object a candidate: scores (float64), items (uint32), subjects of reasons (uint32) and codes of
 * reasons (uint8) stand one column after the other in one buffer, 17 bytes a candidate. Ids are numbers of a `Lexicon`.
 */
export interface PackedList {
  readonly rest: Omit<RecommendationList, 'candidates'>;
  readonly length: number;
  readonly columns: ArrayBuffer;
}

/** Gives each text a number, from 1 on, and the text back; 0 stands for none. */
export class Lexicon {
  readonly #numbers = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [undefined];

  numberOf(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  textOf(number: number): string | undefined {
    return this.#texts[number];
  }
}

export function packList(list: RecommendationList, lexicon: Lexicon): PackedList {
  const { candidates, ...rest } = list;
  const { length } = candidates;
  const columns = new ArrayBuffer(length * 17);
  const { scores, items, subjects, codes } = view(columns, length);
  for (let at = 0; at < length; at += 1) {
    const candidate = candidates[at];
    if (!candidate) continue;
    scores[at] = candidate.score;
    items[at] = lexicon.numberOf(candidate.itemId);
    subjects[at] = lexicon.numberOf(subjectOf(candidate.reason));
    codes[at] = codeOf(candidate.reason);
  }
  return { rest, length, columns };
}

export function unpackList({ rest, length, columns }: PackedList, lexicon: Lexicon) {
  const { scores, items, subjects, codes } = view(columns, length);
  const candidates: Candidate[] = [];
  for (let at = 0; at < length; at += 1) {
    const itemId = lexicon.textOf(items[at] ?? 0) ?? '';
    const reason = reasonOf(codes[at] ?? 0, lexicon.textOf(subjects[at] ?? 0));
    candidates.push({ itemId, score: scores[at] ?? 0, reason });
  }
  return { ...rest, candidates };
}

function view(columns: ArrayBuffer, length: number) {
  return {
    scores: new Float64Array(columns, 0, length),
    items: new Uint32Array(columns, length * 8, length),
    subjects: new Uint32Array(columns, length * 12, length),
    codes: new Uint8Array(columns, length * 16, length),
  };
}

const becauseOfAnItem = [
  'viewed',
  'liked',
  'carted',
  'ordered',
  'bought-together',
  'similar',
  'similar-shoppers',
] as const;
/** Codes of the other reasons follow those. */
const popular = becauseOfAnItem.length;
const popularThisWeek = popular + 1;
const trending = popular + 2;
const fresh = popular + 3;
const catalogue = popular + 4;

function codeOf(reason: Reason): number {
  switch (reason.kind) {
    case 'popular':
      return reason.thisWeek ? popularThisWeek : popular;
    case 'trending':
      return trending;
    case 'new':
      return fresh;
    case 'catalogue':
      return catalogue;
    default:
      return becauseOfAnItem.indexOf(reason.kind);
  }
}

function subjectOf(reason: Reason): string | undefined {
  if (reason.kind === 'catalogue') return undefined;
  return 'because' in reason ? reason.because : reason.category;
}

function reasonOf(code: number, subject: string | undefined): Reason {
  const kind = becauseOfAnItem[code];
  if (kind !== undefined) return { kind, because: subject ?? '' };
  const category = subject === undefined ? {} : { category: subject };
  if (code === popular || code === popularThisWeek) {
    return { kind: 'popular', ...category, thisWeek: code === popularThisWeek };
  }
  if (code === catalogue) return { kind: 'catalogue' };
  return { kind: code === trending ? 'trending' : 'new', ...category };
}
