import { expect } from './expect.mjs';

/** What changes nothing. The first wakes the app up. */
export const readingSteps = ({ ask, wakeUp }) => [
  ['it is awake and healthy', () => isHealthy(wakeUp)],
  ['it describes its API', () => describesItself(ask)],
  ['it lists what is popular', () => listsPopular(ask)],
  ['it tells texts apart', () => tellsTextsApart(ask)],
  ['it says which models serve', () => ask('GET', '/admin/model-status')],
];

async function isHealthy(wakeUp) {
  const { body } = await wakeUp('/health');
  expect(body.status === 'ok', `status ${body.status}`);
}

async function describesItself(ask) {
  const { body } = await ask('GET', '/openapi.json');
  expect(body.openapi?.startsWith('3.'), 'no OpenAPI document');
}

async function listsPopular(ask) {
  const { body } = await ask('GET', '/popular?limit=5');
  expect(Array.isArray(body.recommendations), 'no list');
}

async function tellsTextsApart(ask) {
  const likeness = async (a, b) => (await ask('POST', '/similarity', { body: { a, b } })).body;
  const same = await likeness('blue mug', 'mug, blue');
  const other = await likeness('blue mug', 'garden hose');
  expect(same.similarity > other.similarity, JSON.stringify([same, other]));
}
