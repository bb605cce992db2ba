import { expect, test } from 'vitest';
import { runModelsFetch } from '../../../../functions/command/run-models-fetch.js';
import { AppError } from '../../../../shared/domain/errors.js';
import type { FetchedModel } from '../../../../shared/use-cases/fetch-models.js';
import { encoderModel } from '../../../support/encoders/encoder-model.js';

const fetched: readonly FetchedModel[] = [
  { model: encoderModel({ name: 'minilm' }), isNew: true },
  { model: encoderModel({ name: 'clip', kind: 'clip' }), isNew: false },
];

async function run(
  given: readonly string[],
  outcome: () => readonly FetchedModel[] = () => fetched,
  signal = new AbortController().signal,
) {
  const [printed, complaints, asked]: [string[], string[], (readonly string[])[]] = [[], [], []];
  const status = await runModelsFetch(given, {
    models: {
      run: async (names) => {
        asked.push(names);
        return outcome();
      },
    },
    ...{ folder: '.data/models-cache', signal },
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { status, asked, printed: printed.join('\n'), complaints: complaints.join('\n') };
}

test('says of each model where it is and what uses it', async () => {
  expect(await run(['minilm'])).toEqual({
    ...{ status: 0, asked: [['minilm']], complaints: '' },
    printed: `minilm (MIT) now in .data/models-cache; TEXT_MODEL=minilm uses it
clip (MIT) was in .data/models-cache already; IMAGE_MODEL=clip uses it`,
  });
});

test('help explains and fetches nothing', async () => {
  const helped = await run(['--help']);
  expect(helped).toMatchObject({ status: 0, asked: [] });
  expect(helped.printed).toContain('MODELS_DIR');
});

test('an option that is none is named', async () => {
  const refused = await run(['--all']);
  expect(refused).toMatchObject({ status: 2, asked: [] });
  expect(refused.complaints).toContain('got --all');
});

test.each([
  ['not-found', 2],
  ['unavailable', 1],
  ['conflict', 1],
] as const)('a failure that is %s is one line and status %i', async (code, status) => {
  const failed = await run([], () => {
    throw new AppError(code, 'the hub is away');
  });
  expect(failed).toMatchObject({ status, complaints: 'tastemaker: the hub is away' });
});

test('whoever stops it hears how it goes on', async () => {
  const stopped = await run(
    [],
    () => {
      throw new Error('aborted');
    },
    AbortSignal.abort(),
  );
  expect(stopped.status).toBe(130);
  expect(stopped.complaints).toContain('goes on from here');
});

test('a mistake of ours is not swallowed', async () => {
  const mistaken = run([], () => {
    throw new TypeError('oops');
  });
  await expect(mistaken).rejects.toThrow('oops');
});
