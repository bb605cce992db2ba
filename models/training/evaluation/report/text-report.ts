import type { Evaluation, ModelEvaluation } from '../evaluation.js';
import { isCertain, metricsOf, shortFigure, signed, withInterval } from './figures.js';

/** What the console shows: a line about the question, a table of answers, and what could not be judged. */
export function describeEvaluation(evaluation: Evaluation): string {
  const { data, protocol, models, declined } = evaluation;
  const size = (value: number, noun: string) => `${value.toLocaleString('en')} ${noun}`;
  const question = [
    `${data.source}: ${size(data.items, 'items')}, ${size(data.shoppers, 'shoppers')}, ${size(data.events, 'events')}`,
    `protocol ${protocol.name}: ${size(protocol.cases, 'cases')} of ${size(protocol.casesInAll, 'in all')}, learnt from ${size(protocol.trainingEvents, 'events')}`,
  ];
  if (protocol.negatives !== undefined) {
    question.push(`ranked among ${size(protocol.negatives, 'items')} drawn by chance`);
  }
  const { rejectedRows } = data;
  if (rejectedRows > 0) question.push(`${size(rejectedRows, 'bad rows')} left out`);
  const missing = Object.entries(declined).map(([name, reason]) => `${name} left out: ${reason}`);
  if (protocol.cases === 0)
    return [...question, 'Nothing was held out, so there is nothing to judge by.', ...missing].join(
      '\n',
    );
  return [
    ...question,
    '',
    ...table(models.map((model) => rowOf(model, evaluation))),
    ...missing,
  ].join('\n');
}

type Row = Readonly<Record<string, string>>;

function rowOf(model: ModelEvaluation, { cutoffs, headline }: Evaluation): Row {
  const { name, summary, difference, cost } = model;
  const metrics = metricsOf(summary);
  const figure = (metric: string) => {
    const estimate = metrics[metric];
    return estimate ? withInterval(estimate) : '–';
  };
  const perCutoff = cutoffs.flatMap((cutoff) =>
    ['hit-rate', 'mrr', 'ndcg'].map((metric) => [
      `${metric}@${cutoff}`,
      figure(`${metric}@${cutoff}`),
    ]),
  );
  const { weightedRecall } = summary;
  return {
    model: name,
    ...Object.fromEntries(perCutoff),
    ...(metrics['auc'] && { auc: figure('auc') }),
    ...(weightedRecall !== undefined && { 'otto@20': shortFigure(weightedRecall) }),
    coverage: shortFigure(summary.coverage),
    'novelty, bits': shortFigure(summary.novelty.mean),
    [`Δ ${headline}`]: difference
      ? `${signed(difference.mean)}${isCertain(difference) ? '' : ' ?'}`
      : '',
    'train, cpu s': cost ? cost.cpuSeconds.toFixed(1) : '',
    'p95, ms': summary.latencyMs.p95.toFixed(2),
  };
}

/** Columns as wide as their widest cell; figures end where their column ends. */
function table(rows: readonly Row[]): readonly string[] {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = headings.map((heading) =>
    Math.max(heading.length, ...rows.map((row) => (row[heading] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [
    line(headings),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map((row) => line(headings.map((heading) => row[heading] ?? ''))),
  ];
}
