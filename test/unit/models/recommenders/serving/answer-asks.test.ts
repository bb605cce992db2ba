import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerAsks } from '../../../../../models/recommenders/serving/answer-asks.js';
import type { FromThread, ToThread } from '../../../../../models/recommenders/serving/messages.js';
import { shelfFiles, shelfTrainer } from '../../../../support/shelf-trainer.js';

let port: MessagePort;
const trainers = new Map([['ease', shelfTrainer] as const]);
const query = { history: [], now: 0, count: 1 };
beforeEach(() => {
  const channel = new MessageChannel();
  port = channel.port1;
  answerAsks(channel.port2, trainers, () => 1_000);
});
afterEach(() => port.close());

async function say(message: ToThread): Promise<FromThread> {
  const heard = new Promise<FromThread>((resolve) => port.once('message', resolve));
  port.postMessage(message);
  return heard;
}

test('what nobody waits for any more is left unanswered', async () => {
  await say({ kind: 'load', models: new Map([['ease', shelfFiles('a')]]) });
  const heard = await say({
    kind: 'asks',
    asks: [
      { id: 1, model: 'ease', query, deadline: 999 },
      { id: 2, model: 'ease', query, deadline: 1_000 },
    ],
  });
  expect(heard).toMatchObject({
    kind: 'answers',
    answers: [{ id: 2, ranking: { items: Int32Array.of(0) } }],
    newIds: ['a'],
  });
});

test('a model that is not there fails alone', async () => {
  await say({ kind: 'load', models: new Map([['ease', shelfFiles('a')]]) });
  const heard = await say({
    kind: 'asks',
    asks: [
      { id: 1, model: 'gru', query, deadline: 1_000 },
      { id: 2, model: 'ease', query, deadline: 1_000 },
    ],
  });
  const answers = heard.kind === 'answers' ? heard.answers : [];
  expect(new Map(answers.map((answer) => [answer.id, answer]))).toMatchObject(
    new Map([
      [1, { id: 1, failure: 'it is not loaded' }],
      [2, { id: 2, ranking: expect.anything() }],
    ]),
  );
});
