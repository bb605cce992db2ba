import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { serveTraining } from '../../../../models/training/serve-training.js';
import {
  stopMessage,
  type TrainingMessage,
} from '../../../../models/training/training-messages.js';
import type { TrainingOutcome, TrainingRunner } from '../../../../shared/ports/training-runner.js';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

function serve(runner: TrainingRunner) {
  const channel = new MessageChannel();
  channels.push(channel);
  const heard: TrainingMessage[] = [];
  channel.port1.on('message', (message: TrainingMessage) => heard.push(message));
  const request = { seed: 1, models: [], serving: new Map() };
  const served = serveTraining(channel.port2, runner, request);
  const last = async () => {
    await served;
    while (heard.at(-1)?.kind === 'progress' || heard.length === 0) {
      await once(channel.port1, 'message');
    }
    return heard;
  };
  return { port: channel.port1, last };
}

const outcome: TrainingOutcome = {
  data: { from: 0, to: 1, events: 1, shoppers: 1, items: 1, cursor: 'c' },
  models: [],
  verdict: { isPublished: false, reason: 'none' },
  declined: {},
};

test('tells the stages as they come, not each step of them, and the outcome last', async () => {
  const { last } = serve({
    async train(_, progress) {
      for (let step = 0; step < 1_000; step++) progress.report('Reading', step, 1_000);
      progress.report('Judging', 1, 1, 'nearly there');
      progress.end();
      return outcome;
    },
  });
  const heard = await last();
  expect(heard.length).toBeLessThan(100);
  expect(heard[0]).toMatchObject({ kind: 'progress', stage: 'Reading', done: 0 });
  expect(heard.at(-2)).toMatchObject({ kind: 'progress', stage: 'Judging', note: 'nearly there' });
  expect(heard.at(-1)).toEqual({ kind: 'outcome', outcome });
});

test.each([new Error('the loss is NaN'), 'the loss is NaN'])(
  'tells why it failed',
  async (error) => {
    const { last } = serve({ train: async () => Promise.reject(error) });
    expect(await last()).toEqual([{ kind: 'failure', reason: 'the loss is NaN' }]);
  },
);

test('stops when told to, and only then', async () => {
  const { port, last } = serve({
    train: (_, progress, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        progress.report('Waiting', 0);
      }),
  });
  port.postMessage('something else');
  port.postMessage(stopMessage);
  expect((await last()).at(-1)).toEqual({ kind: 'failure', reason: 'the training was stopped' });
});
