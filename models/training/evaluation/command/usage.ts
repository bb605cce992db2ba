import type { Offers } from './arguments.js';

export function describeUsage({ formats, protocols, models }: Offers): string {
  const line = ({ name, summary }: { readonly name: string; readonly summary: string }) =>
    `    ${name.padEnd(15)} ${summary}`;
  return [
    'Trains recommenders on a part of a shop and judges them on the rest: npm run evaluate -- [--data PATH] [OPTIONS]',
    '',
    '  --data PATH          a folder that npm run import or npm start filled (the default is DATA_DIR), or files',
    '  --format NAME        of the files; one of',
    `                       ${formats.map(({ name }) => name).join(', ')}`,
    '  --type TYPE          type of events whose rows name none',
    '  --models A,B,…       what to compare, the first being what the others are measured against; of',
    `                       ${models.join(', ')}`,
    '  --protocol NAME      how data are held out',
    ...protocols.map(line),
    '  --cutoff N,M         lengths of lists (10,20)',
    '  --unseen             ask only for items that are new to the shopper',
    '  --negatives N        rank among N items drawn by chance, to compare with papers that did',
    '  --auc                ask for whole rankings too, for AUC',
    '  --limit N            cases at most, taken evenly (10000)',
    '  --minutes N          at most for each learned model',
    '  --seed N             the same seed gives the same figures (1)',
    '  --out FOLDER         for evaluation.json and evaluation.html (evaluation)',
  ].join('\n');
}
