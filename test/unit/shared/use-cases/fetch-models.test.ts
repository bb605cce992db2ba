import { expect, it } from 'vitest';
import type { EncoderModel } from '../../../../shared/domain/encoder-model.js';
import type { FetchReport } from '../../../../shared/ports/model-shelf.js';
import { fetchModels } from '../../../../shared/use-cases/fetch-models.js';
import { encoderModel } from '../../../support/encoders/encoder-model.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';

const [one, two] = [encoderModel({ name: 'one' }), encoderModel({ name: 'two' })];

function ports(fetch: (model: EncoderModel, report: FetchReport) => Promise<boolean>) {
  let now = 0;
  const clock = () => {
    now += 1_000;
    return now;
  };
  const locate = async () => '';
  return {
    shelf: { models: async () => [one, two], locate, fetch },
    progress: new RecordedProgress(),
    clock,
  };
}

it('brings in all models where none is named, and shows how far it is', async () => {
  const given = ports(async (model, report) => {
    report(0, 4_000_000);
    report(4_000_000, 4_000_000);
    return model.name === 'one';
  });
  expect(await fetchModels(given, [])).toEqual([
    { model: one, isNew: true },
    { model: two, isNew: false },
  ]);
  expect(given.progress.reports).toMatchObject([
    { stage: 'one', done: 0, total: 4_000_000 },
    { stage: 'one', done: 4_000_000 },
    { stage: 'two', done: 0 },
    { stage: 'two', done: 4_000_000 },
  ]);
  expect(given.progress.ended).toBe(1);
});

it('brings in those that are named, and refuses a name that is none before it begins', async () => {
  const given = ports(async () => true);
  expect(await fetchModels(given, ['two'])).toEqual([{ model: two, isNew: true }]);
  await expect(fetchModels(given, ['one', 'three'])).rejects.toMatchObject({
    ...{ code: 'not-found', message: 'expected one of one, two, got three' },
  });
});

it('ends its progress when it fails', async () => {
  const given = ports(async () => Promise.reject(new Error('offline')));
  await expect(fetchModels(given, [])).rejects.toThrow('offline');
  expect(given.progress.ended).toBe(1);
});
