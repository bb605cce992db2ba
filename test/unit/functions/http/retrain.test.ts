import { afterEach, beforeEach, expect, test } from 'vitest';
import { retrainTrigger } from '../../../../functions/http/retrain.js';
import { retrainTimer } from '../../../../functions/timer/retrain.js';
import type { HttpRequest } from '../../../../functions/trigger.js';
import { type TrainingInstance, trainingHouse } from '../../../support/training-run.js';

const admin = 'an admin key of some length';
let house: ReturnType<typeof trainingHouse>;
let instance: TrainingInstance;
beforeEach(async () => {
  house = trainingHouse();
  instance = house.instance();
  await house.happen('1');
});
afterEach(async () => {
  instance.close();
  await house.close();
});

/** Has the newest run done, as a worker does that gets its message. */
async function work() {
  const [newest] = await instance.retrain.runs(1);
  if (newest === undefined) throw new Error('expected a run');
  await instance.work(newest);
}

const tick = () => retrainTimer(instance.retrain, '0 * * * * *').handle();

async function ask(method: string, key = admin) {
  const { telemetry } = house;
  const edge = { telemetry, newId: () => 'r1', apiKeys: ['k'.repeat(16)], adminKeys: [admin] };
  const trigger = retrainTrigger({ ...edge, corsOrigins: [], retrain: instance.retrain });
  const headers = { 'x-functions-key': key };
  const request: HttpRequest = {
    ...{ method, url: '/api/admin/retrain', headers, params: {}, isSecure: false },
    query: new URLSearchParams(),
  };
  const response = await trigger.handle(request);
  return { ...response, body: JSON.parse(String(response.body)) };
}

test('begins a run, says where to look, and refuses a second with the id of the first', async () => {
  const first = await ask('POST');
  expect(first).toMatchObject({ status: 202, headers: { location: '/api/admin/retrain' } });
  expect(first.body).toMatchObject({ status: 'pending', progress: 0, stop_requested: false });
  const second = await ask('POST');
  expect(second.status).toBe(409);
  expect(second.body.detail).toBe(`a training is under way already: task ${first.body.task_id}`);
});

test('shows the last runs with what came of them', async () => {
  expect((await ask('GET')).body).toEqual({ runs: [] });
  await tick();
  const ended = work();
  const { progress, finish } = await house.run(0);
  house.pass(2_000);
  progress.report('Training hybrid', 0.5, 1);
  finish();
  await ended;
  const { body } = await ask('GET');
  expect(body.runs).toEqual([body.newest]);
  expect(body.newest).toMatchObject({ status: 'completed', progress: 1, reason: 'not worse' });
  expect(body.newest.created_at).toBe('2023-11-14T22:13:20.000Z');
  expect(body.newest.ended_at).toBe('2023-11-14T22:13:22.000Z');
  expect(body.newest.result).toMatchObject({ verdict: { isPublished: true } });
});

test('a timer that comes round while a run waits or runs leaves it alone', async () => {
  await tick();
  await tick();
  expect((await ask('GET')).body.runs).toMatchObject([{ status: 'pending', stage: 'Waiting' }]);
});

test('stops the run under way, and says so where there is none', async () => {
  expect((await ask('DELETE')).status).toBe(404);
  const { body } = await ask('POST');
  const ended = work();
  await house.run(0);
  const stopped = await ask('DELETE');
  expect(stopped.status).toBe(202);
  expect(stopped.body).toMatchObject({ task_id: body.task_id, stop_requested: true });
  await ended;
  expect((await ask('DELETE')).status).toBe(404);
  expect((await ask('GET')).body.newest).toMatchObject({ status: 'cancelled' });
});

test('answers who asks for nothing new with the record that says so', async () => {
  await house.close();
  house = trainingHouse();
  instance = house.instance();
  await ask('POST');
  await work();
  const { status, body } = await ask('POST');
  expect(status).toBe(202);
  expect(body).toMatchObject({ status: 'completed', reason: 'there is nothing to learn from yet' });
  await tick();
  expect((await ask('GET')).body.runs).toHaveLength(1);
});

test.each(['GET', 'POST', 'DELETE'])('%s wants an admin key', async (method) => {
  expect((await ask(method, 'k'.repeat(16))).status).toBe(403);
});
