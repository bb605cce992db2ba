import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { seededRandom } from '../../../../shared/domain/random.js';
import type { FitContext, FittedModel } from '../../../../shared/ports/training.js';
import { deadline, evenly } from '../held-out.js';
import type { MixerSources } from '../mixer-sources.js';
import { readBlend, writeBlend } from './blend-files.js';
import { type BlendSettings, untrainedBlend } from './blend-settings.js';
import { askCases } from './case-tables.js';
import { searchMixture } from './search-mixture.js';

/** More cases change weights by less than chance does. */
const mostCases = 1_500;
/** Of the whole fit, asking the models takes about so much. */
const askingShare = 0.6;

/**
 * Fits the weights of the parts on held-out cases, for lists and for given items apart; on these cases a blend is never
 * worse than its best single part. Without cases the untrained blend stays.
 */
export async function fitBlend(
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  context: FitContext,
): Promise<FittedModel> {
  const asked = evenly(cases, mostCases);
  if (asked.length === 0) return { files: writeBlend(untrainedBlend), figures: { cases: 0 } };
  const report = (done: number) => context.checkpoint(done, 1, 'fitting the blend');
  const { lists, given } = await askCases(asked, sources, {
    random: seededRandom(context.seed),
    pause: (done) => report(askingShare * done),
    isOver: deadline(context.timeLimitMs, askingShare),
  });
  const starts = startsOf(context);
  const half = (1 - askingShare) / 2;
  const onLists = await searchMixture(
    lists,
    starts.map(({ recommendations }) => recommendations),
    (done) => report(askingShare + half * done),
  );
  const onGiven = await searchMixture(
    given,
    starts.map(({ rank }) => rank),
    (done) => report(askingShare + half + half * done),
  );
  const settings = { recommendations: onLists.mixture, rank: onGiven.mixture };
  const figures = {
    cases: lists.length,
    gain: onLists.gain,
    bestSingleGain: onLists.bestSingleGain,
    rankGain: onGiven.gain,
    rankBestSingleGain: onGiven.bestSingleGain,
  };
  return { files: writeBlend(settings), figures };
}

/** What serves now is a good place to start, and so is what serves where nothing was fitted. */
function startsOf({ previous }: FitContext): readonly BlendSettings[] {
  return previous ? [untrainedBlend, readBlend(previous)] : [untrainedBlend];
}
