import { SqlError } from '../../errors.js';
import { evaluate } from '../../running/evaluate.js';
import { directionOf } from '../../running/order.js';
import type { RunContext } from '../../running/scope.js';
import type { Call, Expression, Json } from '../../syntax/tree.js';
import { isArray } from '../../values/compare.js';
import { array, call, literal, raw } from '../build.js';

/** One thing that is ranked by. */
export interface Component {
  readonly score: Expression;
  readonly direction: 'Ascending' | 'Descending';
  /** Whether the weight turns the order round. */
  readonly reversed: boolean;
  /** The score of a document that has none. */
  readonly worst: Expression;
}

/** What ORDER BY RANK ranks by. */
export interface Ranking {
  readonly components: readonly Component[];
  /** The calls of FullTextScore, whose words are to be counted. */
  readonly texts: readonly Call[];
  /** Of the components; none where the query gives none. */
  readonly weights: readonly number[];
}

const totals = {
  documents: raw('{documentdb-formattablehybridsearchquery-totaldocumentcount}'),
  words: (at: number) => raw(`{documentdb-formattablehybridsearchquery-totalwordcount-${at}}`),
  hits: (at: number) => raw(`{documentdb-formattablehybridsearchquery-hitcountsarray-${at}}`),
};

/** Takes what follows ORDER BY RANK apart. Throws where there are more or fewer weights than scores. */
export function rankingOf(rank: Expression, context: RunContext): Ranking {
  const calls = rankedCalls(rank);
  const texts = calls.filter(isText);
  const weights = weightsOf(rank, context);
  checkWeights(weights, calls);
  const components = calls.map((each, at) =>
    componentOf(each, texts.indexOf(each), (weights[at] ?? 1) < 0, context),
  );
  return { components, texts, weights };
}

/** The calls below ORDER BY RANK, in the order written; RRF's last argument may be a list of weights. */
function rankedCalls(rank: Expression): readonly Call[] {
  if (rank.kind !== 'call') return [];
  if (rank.name.toUpperCase() !== 'RRF') return [rank];
  return rank.arguments.filter((argument) => argument.kind === 'call');
}

function weightsOf(rank: Expression, context: RunContext): readonly number[] {
  const last = rank.kind === 'call' ? rank.arguments.at(-1) : undefined;
  if (last === undefined || last.kind === 'call') return [];
  const weights = evaluate(last, { bindings: {}, context });
  return isArray(weights)
    ? weights.filter((weight): weight is Json & number => typeof weight === 'number')
    : [];
}

function checkWeights(weights: readonly number[], calls: readonly Call[]): void {
  if (weights.length === 0 || weights.length === calls.length) return;
  throw new SqlError(
    'SC2244',
    `RRF of ${calls.length} scores needs as many weights, and got ${weights.length}.`,
  );
}

function isText(each: Call): boolean {
  return each.name.toUpperCase() === 'FULLTEXTSCORE';
}

function componentOf(each: Call, text: number, reversed: boolean, context: RunContext): Component {
  if (text >= 0) {
    const [path = raw('root'), ...terms] = each.arguments;
    const score = call(
      '_FullTextScore',
      path,
      array(terms),
      totals.documents,
      totals.words(text),
      totals.hits(text),
    );
    return {
      score,
      direction: reversed ? 'Ascending' : 'Descending',
      reversed,
      worst: literal(-1),
    };
  }
  const score = call('_VectorScore', ...each.arguments);
  const nearest = directionOf({ expression: score, direction: undefined }, context);
  const descending = (nearest === 'Descending') !== reversed;
  const worst = raw(descending ? '-1.79769e+308' : '1.79769e+308');
  return { score, direction: descending ? 'Descending' : 'Ascending', reversed, worst };
}
