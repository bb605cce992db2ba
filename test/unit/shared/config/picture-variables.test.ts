import { expect, test } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

test('no host of the own network may be asked for pictures unless it is named', () => {
  expect(parseConfig({}).pictures).toEqual({ allowedHosts: [] });
  const named = parseConfig({ IMAGE_HOSTS_ALLOWED: 'images.internal, localhost:7071,[::1]:90' });
  expect(named.pictures.allowedHosts).toEqual(['images.internal', 'localhost:7071', '[::1]:90']);
});

test.each(['http://a.example', 'a.example/b', 'a b', 'A.example', '127.1', 'a:b@c'])(
  '"%s" is no host as it is written',
  (host) => {
    const start = () => parseConfig({ IMAGE_HOSTS_ALLOWED: host });
    expect(start).toThrow(/IMAGE_HOSTS_ALLOWED: expected hosts such as/);
  },
);
