import sharp from 'sharp';
import { eventually, expect } from './expect.mjs';

/** What a run of the given name writes and sees. All its ids start with the name, so that it can take them away. */
export function writingSteps({ ask }, name) {
  const run = { ask, name, userId: `${name}-user`, items: itemsOf(name) };
  const session = { 'x-session-id': `${name}-session-of-the-smoke-test` };
  return [
    ['it takes items', () => takesItems(run)],
    ['an item is found by its name', () => findsItems(run)],
    ['an event shows in the next answer', () => heedsEvents(run)],
    ['a session gets scores for clicks, carts and orders', () => scoresSessions(run)],
    ['an item has others like it', () => knowsLikeness(run)],
    ['a picture is looked for', () => looksForPictures(run)],
    ['a task runs to its end', () => completesTasks(ask, session)],
    ['a task is stopped', () => stopsTasks(ask, session)],
  ];
}

/** Takes away what `writingSteps` of that name wrote; one thing that stays keeps no other back. */
export async function takeAway({ ask }, name) {
  const paths = [...itemsOf(name).map(({ id }) => `/items/${id}`), `/users/${name}-user`];
  const removals = paths.map((path) => ask('DELETE', path, { expected: [200, 204, 404] }));
  const failed = (await Promise.allSettled(removals)).find((each) => each.reason);
  if (failed) throw failed.reason;
}

const itemsOf = (name) =>
  Array.from({ length: 12 }, (_, at) => ({
    id: `${name}-${at}`,
    name: `Smoke test ${name} no. ${at}`,
    categories: [name],
    price: at + 1,
  }));

async function takesItems({ ask, items }) {
  const { body } = await ask('POST', '/items', { body: items });
  expect(body.accepted === items.length, `${body.accepted} of ${items.length} were accepted`);
}

async function findsItems({ ask, name }) {
  await ask('GET', `/items/${name}-0`);
  const search = () => ask('POST', '/search', { body: { query: name, limit: 20 } });
  await eventually(search, ({ body }) => body.results.some((one) => one.item_id.startsWith(name)));
}

async function heedsEvents({ ask, name, userId }) {
  const types = ['order', 'view', 'view'];
  const events = types.map((type, at) => ({ user_id: userId, item_id: `${name}-${at}`, type }));
  const { body } = await ask('POST', '/events', { body: events });
  const headers = { 'x-consistency-token': body.consistency };
  const answer = await ask('GET', `/recommendations/${userId}?limit=100`, { headers });
  const ids = answer.body.recommendations.map((one) => one.item_id);
  expect(ids.length > 0, 'no recommendations');
  expect(!ids.includes(`${name}-0`), 'what was bought is recommended');
}

async function scoresSessions({ ask, name }) {
  const events = [{ aid: `${name}-3`, ts: Date.now(), type: 'clicks' }];
  const session = { session_id: `${name}-visit`, events, top_k: 5 };
  const { body } = await ask('POST', '/recommend', { body: session });
  const isAligned = body.scores.combined.length === body.recommendations.length;
  expect(isAligned, 'scores are not aligned');
}

async function knowsLikeness({ ask, name }) {
  const path = `/items/${name}-1/similar?limit=5`;
  const asked = () => ask('GET', path, { expected: [200, 404] });
  await eventually(asked, ({ status }) => status === 200);
}

/** The first pictures of a new shop are encoded behind its start. */
const encodedWithinMs = 300_000;

async function looksForPictures({ ask }) {
  const plain = { width: 64, height: 64, channels: 3, background: '#3366aa' };
  const picture = await sharp({ create: plain }).jpeg().toBuffer();
  const body = new FormData();
  body.append('file', new Blob([picture]), 'picture.jpg');
  const search = () => ask('POST', '/search_similar', { body, expected: [200, 503] });
  await eventually(search, ({ status }) => status === 200, encodedWithinMs);
}

const hasEnded = ({ body }) => body.status !== 'pending';

async function completesTasks(ask, headers) {
  await ask('POST', '/v1/recommendations', { headers, expected: [202] });
  const { body } = await eventually(() => ask('GET', '/v1/recommendations', { headers }), hasEnded);
  expect(body.status === 'completed', `it ${body.status}: ${JSON.stringify(body.error)}`);
}

async function stopsTasks(ask, headers) {
  await ask('POST', '/v2/recommendations', { headers, expected: [202] });
  await ask('DELETE', '/v2/recommendations', { headers, expected: [200, 202] });
  await eventually(() => ask('GET', '/v2/recommendations', { headers }), hasEnded);
}
