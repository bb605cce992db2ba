import type { Evaluation, ModelEvaluation } from '../../evaluation.js';
import type { ViewSummary } from '../../measure/summary.js';
import { metricsOf } from '../figures.js';
import { barChart, type ChartRow, type Mark } from './chart.js';
import { figuresTable } from './figures-table.js';
import { escaped } from './markup.js';
import { scatterChart } from './scatter.js';
import { seriesCount, style } from './style.js';

/** A page of its own: no script, nothing fetched, readable on light and dark paper. */
export function evaluationPage(evaluation: Evaluation): string {
  const { data, declined } = evaluation;
  const title = `How well ${escaped(data.source)} is recommended`;
  const missing = Object.entries(declined).map(
    ([name, reason]) => `<p class="quiet">${escaped(name)} was left out: ${escaped(reason)}</p>`,
  );
  const body =
    evaluation.protocol.cases > 0
      ? charts(evaluation)
      : '<p>Nothing was held out, so there is nothing to judge by.</p>';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${preface(evaluation)}${missing.join('')}${body}</main></body></html>
`;
}

function preface({ data, protocol, seed }: Evaluation): string {
  const number = (value: number) => value.toLocaleString('en');
  const sampled =
    protocol.negatives === undefined
      ? ''
      : ` Ranked among ${number(protocol.negatives)} items drawn by chance.`;
  const unseen = protocol.isUnseenOnly ? ' Only items new to the shopper are asked for.' : '';
  return [
    `<p>${number(data.items)} items, ${number(data.shoppers)} shoppers, ${number(data.events)} events. Protocol <b>${escaped(protocol.name)}</b>: ${escaped(protocol.summary)}.${unseen}${sampled}</p>`,
    `<p class="quiet">Learnt from ${number(protocol.trainingEvents)} events, asked ${number(protocol.cases)} of ${number(protocol.casesInAll)} cases, each against the whole catalogue; seed ${seed}. Whiskers hold the true mean with 95 % confidence (bootstrap).</p>`,
  ].join('');
}

function charts(evaluation: Evaluation): string {
  const { models, headline } = evaluation;
  const parts = [
    `<ul class="legend">${models.map(legendEntry).join('')}</ul>`,
    section('Accuracy', accuracyCharts(evaluation)),
    section('By objective', viewChart(evaluation, 'objective')),
    section('By segment', viewChart(evaluation, 'segment')),
    section('Accuracy beside variety', [
      scatterChart({
        title: `${headline} beside the share of the catalogue that is shown`,
        ...{ xTitle: 'coverage', yTitle: headline },
        points: models.map((model, at) => ({
          ...{ label: model.name, series: at % seriesCount, x: model.summary.coverage },
          y: metricsOf(model.summary)[headline]?.mean ?? 0,
        })),
      }),
    ]),
    `<h2>All figures</h2>${figuresTable(evaluation)}`,
  ];
  return parts.join('');
}

function legendEntry({ name }: ModelEvaluation, at: number): string {
  return `<li><i class="s${at % seriesCount}"></i>${escaped(name)}</li>`;
}

function section(title: string, figures: readonly string[]): string {
  return figures.length > 0 ? `<h2>${title}</h2><div class="charts">${figures.join('')}</div>` : '';
}

function accuracyCharts({ models, cutoffs }: Evaluation): readonly string[] {
  const most = Math.max(...cutoffs);
  return ['ndcg', 'hit-rate', 'mrr', 'recall', 'precision'].map((metric) => {
    const name = `${metric}@${most}`;
    const rows = models.flatMap((model, at): readonly ChartRow[] => {
      const estimate = metricsOf(model.summary)[name];
      if (!estimate) return [];
      const mark = { label: model.name, series: at % seriesCount, estimate };
      return [{ label: model.name, marks: [mark] }];
    });
    return barChart({ title: name, rows });
  });
}

function viewChart({ models, headline }: Evaluation, kind: ViewSummary['kind']): readonly string[] {
  const views = (models[0]?.summary.views ?? []).filter((view) => view.kind === kind);
  const rows = views.map(({ name, cases }) => ({
    label: name,
    note: `(${cases.toLocaleString('en')})`,
    marks: models.flatMap((model, at) => markOf(model, at, { view: name, metric: headline })),
  }));
  return rows.length > 0 ? [barChart({ title: `${headline}, cases in brackets`, rows })] : [];
}

function markOf(
  { name, summary }: ModelEvaluation,
  at: number,
  { view, metric }: { readonly view: string; readonly metric: string },
): readonly Mark[] {
  const estimate = summary.views.find((each) => each.name === view)?.metrics[metric];
  return estimate ? [{ label: name, series: at % seriesCount, estimate }] : [];
}
