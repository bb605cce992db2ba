import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runEvaluate } from '../../../../../../models/training/evaluation/command/run-evaluate.js';
import { datasetFormats } from '../../../../../../shared/adapters/datasets/dataset-formats.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import { folderWith } from '../../../../../support/datasets.js';
import { RecordedProgress } from '../../../../../support/recorded-progress.js';

/** Shoppers who go from one item to the next, each item having its own: easy to learn, hard for the popular list. */
const chains = Array.from({ length: 60 }, (_, at) =>
  [0, 1, 2, 3].map((step) => `i${(at + step) % 24}`).join(' '),
).join('\n');

function bench(files = { 'chains.txt': `${chains}\n` }) {
  const folder = folderWith(files);
  const stopping = new AbortController();
  const out: string[] = [];
  const errors: string[] = [];
  const run = (line: string, progress = new RecordedProgress()) =>
    runEvaluate(line.split(' ').filter(Boolean), {
      config: { dataDir: join(folder, 'data'), eventTypes: builtInEventTypes },
      ...{ formats: datasetFormats, trainers: new Map(), folder, progress },
      ...{ clock: () => Date.UTC(2026, 1, 1), signal: stopping.signal },
      print: (text) => void out.push(text),
      complain: (text) => void errors.push(text),
    });
  return { folder, stopping, run, out, errors };
}

const usual = '--data chains.txt --format sessions --protocol leave-one-out --cutoff 5';

describe('an evaluation', () => {
  it('shows a table, the first model being what the others are measured against', async () => {
    const { run, out } = bench();
    expect(await run(`${usual} --models popular,co-visitation`)).toBe(0);
    const lines = (out[0] ?? '').split('\n');
    expect(lines[0]).toBe('chains.txt: 24 items, 60 shoppers, 240 events');
    expect(lines[1]).toContain('protocol leave-one-out: 60 cases of 60 in all');
    const [popular, coVisitation] = ['popular', 'co-visitation'].map((name) =>
      lines.find((line) => line.startsWith(name)),
    );
    expect(popular).toBeDefined();
    expect(coVisitation).toMatch(/\+0\.\d{3}/);
  });

  it('ranks among items drawn by chance, and whole rankings for AUC, where that is asked for', async () => {
    const { run, out, folder } = bench();
    const given = `${usual} --models popular,co-visitation --negatives 9 --auc --out found`;
    expect(await run(given)).toBe(0);
    expect(out[0]).toContain('ranked among 9 items drawn by chance');
    expect(out[0]).toMatch(/ auc /);
    const page = readFileSync(join(folder, 'found/evaluation.html'), 'utf8');
    expect(page).toContain('Ranked among 9 items drawn by chance.');
  });

  it('gives AUC over all items, or over those that are new', async () => {
    for (const unseen of ['', ' --unseen']) {
      const { run, out } = bench();
      expect(await run(`${usual} --models popular --auc${unseen}`)).toBe(0);
      expect(out[0]).toMatch(/ auc /);
    }
  });

  it('writes what it found for machines and for people', async () => {
    const { run, folder, out } = bench();
    await run(`${usual} --models popular,blend --out found`);
    const [json, html] = ['evaluation.json', 'evaluation.html'].map((name) =>
      readFileSync(join(folder, 'found', name), 'utf8'),
    );
    expect(out[1]).toContain(join(folder, 'found', 'evaluation.html'));
    const evaluation = JSON.parse(json ?? '');
    expect(evaluation).toMatchObject({
      ...{ formatVersion: 1, seed: 1, cutoffs: [5], headline: 'ndcg@5', declined: {} },
      protocol: { name: 'leave-one-out', cases: 60, trainingEvents: 180 },
    });
    expect(evaluation.models.map((model: { name: string }) => model.name)).toEqual([
      'popular',
      'blend',
    ]);
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|https?:\/\/|<link|@import/);
  });

  it('gives the same figures for the same seed', async () => {
    const figures = async () => {
      const { run, folder } = bench();
      await run(`${usual} --models co-visitation --limit 20 --unseen`);
      const { models, protocol } = JSON.parse(
        readFileSync(join(folder, 'evaluation', 'evaluation.json'), 'utf8'),
      );
      return [models[0].summary.views, protocol];
    };
    expect(await figures()).toEqual(await figures());
  });

  it('explains itself', async () => {
    const { run, out } = bench();
    expect(await run('--help')).toBe(0);
    expect(out[0]).toContain('--protocol NAME');
  });

  it.each([
    ['--models guess', 2, /--models.*"guess"/],
    ['--data chains.txt', 2, /chains\.txt holds no shop.*--format/],
    ['', 2, /data holds no shop/],
    ['--data gone.txt --format sessions', 1, /gone\.txt/],
  ])('says in one line what is wrong with %j', async (line, status, message) => {
    const { run, errors } = bench();
    expect(await run(line)).toBe(status);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(message);
  });

  it('has nothing to judge by where nobody came back', async () => {
    const { run, out, folder } = bench({ 'chains.txt': 'a\nb\n' });
    expect(await run(`${usual} --models popular`)).toBe(1);
    expect(out.join()).toContain('nothing to judge by');
    expect(existsSync(join(folder, 'evaluation'))).toBe(false);
  });

  it('stops when it is told to, and writes nothing', async () => {
    const { run, stopping, errors, folder } = bench();
    const progress = new RecordedProgress((stage) => {
      if (stage.startsWith('Asking')) stopping.abort();
    });
    expect(await run(`${usual} --models popular`, progress)).toBe(130);
    expect(errors).toEqual(['tastemaker: stopped; nothing was written.']);
    expect(existsSync(join(folder, 'evaluation'))).toBe(false);
    expect(progress.ended).toBeGreaterThan(0);
  });
});
