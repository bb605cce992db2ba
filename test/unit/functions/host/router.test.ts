import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRouter } from '../../../../functions/host/router.js';
import type { HttpTrigger } from '../../../../functions/trigger.js';

const trigger = (route: string): HttpTrigger => ({
  kind: 'http',
  name: route,
  route,
  handle: async () => ({ status: 200, headers: {} }),
});
const find = makeRouter(
  ['items', 'items/{id}', 'items/{id}/similar', 'docs/{file}', 'files/{*path}'].map(trigger),
);
const found = (path: string) => {
  const at = find(path);
  return at && [at.trigger.route, at.params];
};

test('every id comes back from its percent-encoded form', () => {
  const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(id, (value) => {
      const encoded = encodeURIComponent(value);
      expect(found(`/api/items/${encoded}`)).toEqual(['items/{id}', { id: value }]);
      expect(found(`/api/items/${encoded}/similar`)).toEqual(['items/{id}/similar', { id: value }]);
    }),
  );
});

test('the longest id that is allowed still finds its route', () => {
  const id = '\u{20ac}'.repeat(512);
  expect(found(`/api/items/${encodeURIComponent(id)}`)).toEqual(['items/{id}', { id }]);
});

test('a trailing slash changes nothing, and a catch-all takes slashes', () => {
  expect(found('/api/items/')).toEqual(['items', {}]);
  expect(found('/api/files/a/b%20c')).toEqual(['files/{*path}', { path: 'a/b c' }]);
});

test.each(['/', '/items', '/api', '/api/nope', '/api/items/%zz', '/API/items'])(
  '%s is nobody’s',
  (path) => expect(found(path)).toBeUndefined(),
);
