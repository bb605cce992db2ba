// Starts the product with `npm start` in an empty folder, as a newcomer would, and checks its main job over HTTP.
// Prints `ok …` or `not ok …` a check; exit code 1 if any failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';

const dataDir = mkdtempSync(join(tmpdir(), 'tastemaker-smoke-'));
let failures = 0;

async function check(what, run) {
  try {
    await run();
    process.stdout.write(`ok ${what}\n`);
  } catch (error) {
    failures += 1;
    process.stdout.write(`not ok ${what}: ${error.message}\n`);
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Resolves once the address is printed; rejects if the process ends before. */
function start() {
  const launchedAt = performance.now();
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0' };
  const child = spawn('npm', ['start'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const origin = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) resolve(found[0]);
    });
    void ended.then((code) => reject(new Error(`npm start ended with ${code} before it served`)));
  });
  const stop = () => {
    process.kill(-child.pid, 'SIGTERM');
    return ended;
  };
  return { origin, stop, launchedAt };
}

async function call(origin, path, body) {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${origin}/api${path}`, request);
  expect(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return response.json();
}

async function checkMainJob(origin) {
  let list;
  await check('a shopper of the sample shop gets 20 reasoned recommendations', async () => {
    list = await call(origin, '/recommendations/u-1?limit=20');
    expect(list.recommendations.length === 20, `${list.recommendations.length} recommendations`);
    expect(
      list.recommendations.every((one) => one.reason && one.metadata.name),
      'a reason is missing',
    );
  });
  await check('an event is reflected in the very next answer', async () => {
    const [first] = list.recommendations;
    await call(origin, '/events', { user_id: 'u-1', item_id: first.item_id, type: 'order' });
    const next = await call(origin, '/recommendations/u-1?limit=20');
    expect(
      next.recommendations.every((one) => one.item_id !== first.item_id),
      'it is still there',
    );
  });
  await check('a session gets scores for clicks, carts and orders', async () => {
    const [one] = list.recommendations;
    const events = [{ aid: one.item_id, ts: Date.now(), type: 'clicks' }];
    const answer = await call(origin, '/recommend', { session_id: 's', events, top_k: 10 });
    expect(
      answer.scores.combined.length === answer.recommendations.length,
      'scores are not aligned',
    );
    expect(
      answer.recommendations.length === 10,
      `${answer.recommendations.length} recommendations`,
    );
  });
  await check('a picture, the docs page and health answer', async () => {
    const picture = await fetch(new URL(list.recommendations[0].metadata.image_url, origin));
    expect(picture.headers.get('content-type')?.startsWith('image/'), 'no picture');
    expect((await fetch(`${origin}/api/docs`)).ok, 'no docs page');
    expect((await call(origin, '/health')).status === 'ok', 'not healthy');
  });
}

async function checkTasks(origin) {
  await check('a task is made, followed to its end and found again', async () => {
    const session = { 'x-session-id': 'smoke-test-of-a-newcomer' };
    const started = await fetch(`${origin}/api/v1/recommendations`, {
      method: 'POST',
      headers: session,
    });
    expect(started.status === 202, `it answered ${started.status}`);
    const { task_id: id } = await started.json();
    const events = await fetch(`${origin}/api/tasks/${id}/events`, { headers: session });
    expect((await events.text()).includes('event: end'), 'it did not end');
    const found = await fetch(`${origin}/api/v1/recommendations`, { headers: session });
    const { status, data } = await found.json();
    expect(status === 'completed' && data[0].offers.length > 0, `${status} without offers`);
  });
}

/** The first sync begins by itself, beside the first training. */
const syncedWithinMs = 300_000;

async function checkSearch(origin) {
  await check('the catalogue is encoded unattended', async () => {
    const giveUpAt = performance.now() + syncedWithinMs;
    while (!(await call(origin, '/health')).embeddings_loaded) {
      expect(performance.now() < giveUpAt, 'the first sync took too long');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
  await check('words are found though they are misspelt or unfinished', async () => {
    const wanted = {
      'blue stoneware mug': /stoneware mug/i,
      trousres: /trousers/i,
      stonew: /stoneware/i,
    };
    for (const [query, name] of Object.entries(wanted)) {
      const { results } = await call(origin, '/search', { query, limit: 5 });
      const names = results.map((one) => one.metadata.name);
      expect(name.test(names[0]), `${query}: ${names}`);
    }
  });
  await check('a photo finds products that look alike', async () => {
    const { results } = await call(origin, '/search', { query: 'mug', limit: 1 });
    const [{ item_id: id, metadata }] = results;
    const drawing = await (await fetch(new URL(metadata.image_url, origin))).arrayBuffer();
    const photo = await sharp(Buffer.from(drawing)).resize(600).jpeg().toBuffer();
    const body = new FormData();
    body.append('file', new Blob([photo]), 'photo.jpg');
    const response = await fetch(`${origin}/api/search_similar`, { method: 'POST', body });
    const found = await response.json();
    expect(response.ok, `it answered ${response.status}`);
    const ids = found.map((one) => one.product_id);
    expect(ids.length === 10 && ids.slice(0, 3).includes(id), `${id} is not among ${ids}`);
    expect(ids.filter((one) => one.startsWith('mug-')).length >= 8, `for a mug came ${ids}`);
  });
  await check('texts are embedded, and told apart', async () => {
    const { embedding, dimension } = await call(origin, '/embed', { text: 'blue mug' });
    expect(embedding.length === 384 && dimension === 384, `${embedding.length} values`);
    const alike = await call(origin, '/similarity', { a: 'blue mug', b: 'mug, blue' });
    const other = await call(origin, '/similarity', { a: 'blue mug', b: 'garden hose' });
    expect(alike.similarity > 0.9 && other.similarity < 0.3, JSON.stringify([alike, other]));
  });
}

/** The first training begins by itself; on two busy cores it takes a few minutes. */
const trainedWithinMs = 600_000;

async function checkModels(origin) {
  await check('models are trained, judged and published unattended', async () => {
    const giveUpAt = performance.now() + trainedWithinMs;
    for (;;) {
      const { newest } = await call(origin, '/admin/retrain');
      if (newest && newest.status !== 'pending') {
        expect(newest.status === 'completed', `the run ${newest.status}: ${newest.reason}`);
        process.stdout.write(`# ${newest.reason}\n`);
        return;
      }
      expect(performance.now() < giveUpAt, 'the first training took too long');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  });
  await check('every instance swaps to what was published and answers with it', async () => {
    const { models } = await call(origin, '/admin/models');
    const serving = models.find((one) => one.serving)?.version;
    const giveUpAt = performance.now() + 15_000;
    while ((await call(origin, '/admin/model-status')).loaded_version !== serving) {
      expect(performance.now() < giveUpAt, `${serving} was not loaded`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    for (const model of ['ease', 'hybrid', 'gru', 'two-tower', 'blend']) {
      const list = await call(origin, `/recommendations/shopper-0001?limit=5&model=${model}`);
      expect(list.model === model, `${model} was asked and ${list.model} answered`);
    }
  });
}

const first = start();
const origin = await first.origin.catch((error) => error);
await check('npm start makes the sample shop and serves', () =>
  expect(typeof origin === 'string', String(origin)),
);
if (typeof origin === 'string') {
  await checkMainJob(origin);
  await checkTasks(origin);
  await checkSearch(origin);
  await checkModels(origin);
  await check('it ends cleanly', async () => {
    const code = await first.stop();
    expect(code === 0 || code === null || code === 143, `it ended with ${code}`);
  });
  await check('a later start answers at once, with what was learned', async () => {
    const second = start();
    await call(await second.origin, '/recommendations/u-1?limit=5');
    const tookMs = Math.round(performance.now() - second.launchedAt);
    process.stdout.write(`# first answer ${tookMs} ms after launch\n`);
    await second.stop();
  });
}
rmSync(dataDir, { recursive: true, force: true });
process.exit(failures === 0 ? 0 : 1);
