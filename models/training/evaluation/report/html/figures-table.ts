import type { Evaluation, ModelEvaluation } from '../../evaluation.js';
import { isCertain, metricsOf, shortFigure, signed } from '../figures.js';
import { escaped } from './markup.js';

interface Column {
  readonly heading: string;
  /** What the cell is compared by; the largest is set in bold. */
  readonly figureOf: (model: ModelEvaluation) => number | undefined;
  readonly isFirstBest?: boolean;
  readonly show?: (model: ModelEvaluation, value: number) => string;
}

/** Every model with every figure of the whole question. */
export function figuresTable({ models, headline }: Evaluation): string {
  const [first] = models;
  const metrics = Object.keys(first ? metricsOf(first.summary) : {});
  const columns = [
    ...metrics.map(metricColumn),
    ...listColumns,
    differenceColumn(headline),
    ...costColumns,
  ];
  const used = columns.filter(({ figureOf }) =>
    models.some((model) => figureOf(model) !== undefined),
  );
  const head = used.map(({ heading }) => `<th scope="col">${escaped(heading)}</th>`);
  const rows = models.map((model) => {
    const cells = used.map((column) => cell(column, model, models));
    return `<tr><th scope="row">${escaped(model.name)}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th scope="col">model</th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function metricColumn(metric: string): Column {
  const of = ({ summary }: ModelEvaluation) => metricsOf(summary)[metric];
  return {
    heading: metric,
    figureOf: (model) => of(model)?.mean,
    isFirstBest: true,
    show(model, value) {
      const { low = value, high = value } = of(model) ?? {};
      return `${shortFigure(value)} <small>±${shortFigure((high - low) / 2)}</small>`;
    },
  };
}

const listColumns: readonly Column[] = [
  { heading: 'OTTO@20', figureOf: ({ summary }) => summary.weightedRecall, isFirstBest: true },
  { heading: 'coverage', figureOf: ({ summary }) => summary.coverage },
  { heading: 'novelty, bits', figureOf: ({ summary }) => summary.novelty.mean },
];

function differenceColumn(headline: string): Column {
  return {
    heading: `Δ ${headline}`,
    figureOf: ({ difference }) => difference?.mean,
    show({ difference }, value) {
      const isNoise = difference && !isCertain(difference);
      return `${signed(value)}${isNoise ? ' <small>within noise</small>' : ''}`;
    },
  };
}

const costColumns: readonly Column[] = [
  { heading: 'training, CPU s', figureOf: ({ cost }) => cost?.cpuSeconds },
  { heading: 'wall s', figureOf: ({ cost }) => cost?.wallSeconds },
  { heading: 'answer p50, ms', figureOf: ({ summary }) => summary.latencyMs.median },
  { heading: 'p95, ms', figureOf: ({ summary }) => summary.latencyMs.p95 },
];

function cell(column: Column, model: ModelEvaluation, models: readonly ModelEvaluation[]): string {
  const value = column.figureOf(model);
  if (value === undefined) return '<td></td>';
  const best = Math.max(...models.map((each) => column.figureOf(each) ?? Number.NEGATIVE_INFINITY));
  const isBest = column.isFirstBest === true && value === best;
  const text = column.show?.(model, value) ?? shortFigure(value);
  return `<td${isBest ? ' class="best"' : ''}>${text}</td>`;
}
