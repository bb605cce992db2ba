import { expect, test } from 'vitest';
import { runResetDemo } from '../../../../functions/command/run-reset-demo.js';
import { AppError } from '../../../../shared/domain/errors.js';

const made = { outcome: 'made', items: 2000, events: 121_928 } as const;

async function run(
  given: readonly string[],
  outcome: () => typeof made = () => made,
  signal = new AbortController().signal,
) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const asked: boolean[] = [];
  const status = await runResetDemo(given, {
    demo: {
      run: async ({ force }) => {
        asked.push(force);
        return outcome();
      },
    },
    dataDir: '.data',
    signal,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { status, asked, printed: printed.join('\n'), complaints: complaints.join('\n') };
}

test('a reset says what was made and what comes next', async () => {
  expect(await run([])).toMatchObject({
    status: 0,
    asked: [false],
    printed: expect.stringMatching(/in \.data is new: 2,000 products and 121,928 .*npm start$/s),
  });
});

test('force is handed on', async () => {
  expect(await run(['--force'])).toMatchObject({ status: 0, asked: [true] });
});

test('help explains and touches nothing', async () => {
  const helped = await run(['--force', '--help']);
  expect(helped).toMatchObject({ status: 0, asked: [] });
  expect(helped.printed).toContain('DATA_DIR');
});

test('an unknown argument is named and nothing is touched', async () => {
  const refused = await run(['--hard']);
  expect(refused).toMatchObject({ status: 2, asked: [] });
  expect(refused.complaints).toContain('got --hard');
});

test('a failure with a name is one line', async () => {
  const failed = await run([], () => {
    throw new AppError('conflict', 'Another process has it');
  });
  expect(failed).toMatchObject({ status: 1, complaints: 'tastemaker: Another process has it' });
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
  expect(stopped.complaints).toContain('the next npm start completes');
});

test('a mistake of ours is not swallowed', async () => {
  const mistaken = run([], () => {
    throw new TypeError('oops');
  });
  await expect(mistaken).rejects.toThrow('oops');
});
