import { afterEach, expect, test } from 'vitest';
import { webImages } from '../../../../../shared/adapters/pictures/web-images.js';
import { type Answer, fetcherOf, serve, stopServers } from '../../../../support/web.js';

afterEach(stopServers);

const file = Buffer.from('any bytes at all');
const give: Answer = (_, response) => response.end(file);

const notPublic = {
  code: 'invalid',
  message: 'expected the address of a host of the public internet',
};

test('a file is fetched as it is, whatever its type is said to be', async () => {
  const port = await serve((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`${request.url} ${request.headers['accept-encoding']}`);
  });
  const bytes = await fetcherOf(port).fetch(`http://shop.test:${port}/a%20b.jpg?c=d`);
  expect(Buffer.from(bytes).toString()).toBe('/a%20b.jpg?c=d identity');
});

test.each([
  'http://127.0.0.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0177.0.0.1',
  'http://127.1',
  'http://0',
  'http://127.0.0.1.',
  'http://[::1]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://[64:ff9b::7f00:1]',
  'http://１２７.０.０.１',
  'http://169.254.169.254',
  'http://10.0.0.1',
  'http://loop.test',
  'http://LOOP.test',
  'http://loop6.test',
  'http://inside.test',
  'http://metadata.test',
  'http://mixed.test',
  'http://nowhere.test',
])('%s is not asked', async (origin) => {
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.end(file);
  });
  await expect(fetcherOf(port).fetch(`${origin}:${port}/latest/`)).rejects.toMatchObject(notPublic);
  expect(asked).toBe(0);
});

test('localhost is not public by what the system says of it', async () => {
  const port = await serve(give);
  const bySystem = webImages({ allowedHosts: [], timeoutMs: 5_000, maxSizeBytes: 1_000 });
  await expect(bySystem.fetch(`http://localhost:${port}/`)).rejects.toMatchObject(notPublic);
});

test('a host that is allowed is asked by its number, and at its port alone', async () => {
  const port = await serve(give);
  const allowed = fetcherOf(port, { allowedHosts: [`127.0.0.1:${port}`] });
  expect(await allowed.fetch(`http://127.0.0.1:${port}/`)).toEqual(file);
  await expect(allowed.fetch(`http://127.0.0.1:${port + 1}/`)).rejects.toMatchObject(notPublic);
});

test.each([
  ['file:///etc/passwd', 'http or https, got file:'],
  ['ftp://shop.test/a', 'http or https, got ftp:'],
  ['data:image/png;base64,AA==', 'http or https, got data:'],
  ['gopher://127.0.0.1/', 'http or https, got gopher:'],
  ['http://user:word@shop.test/', 'without user and password'],
  ['http://user@shop.test/', 'without user and password'],
  ['/api/pictures/1', 'expected a web address'],
  ['http://', 'expected a web address'],
  ['', 'expected a web address'],
])('%s is refused', async (url, message) => {
  await expect(fetcherOf(0).fetch(url)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(message),
  });
});

const redirect = (location: string, status = 302): Answer => {
  return (request, response) => {
    if (request.url === '/end') response.end(file);
    else response.writeHead(status, { location }).end('elsewhere');
  };
};

test.each([301, 302, 303, 307, 308])('a redirect of %i is followed', async (status) => {
  const port = await serve(redirect('/end', status));
  expect(await fetcherOf(port).fetch(`http://shop.test:${port}/`)).toEqual(file);
});

test.each([
  ['http://127.0.0.1:PORT/end', notPublic.message],
  ['http://loop.test:PORT/end', notPublic.message],
  ['//[::1]:PORT/end', notPublic.message],
  ['http://169.254.169.254/latest/meta-data', notPublic.message],
  ['file:///etc/passwd', 'expected an address of http or https, got file:'],
  ['http://a:b@shop.test:PORT/end', 'expected an address without user and password'],
  ['http://[', 'expected a web address, got none'],
])('a redirect to %s is not followed', async (location, message) => {
  let port = 0;
  port = await serve((request, response) =>
    redirect(location.replace('PORT', String(port)))(request, response),
  );
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    code: 'invalid',
    message,
  });
});

test('five redirects are followed, six are not', async () => {
  let left = 0;
  const port = await serve((_, response) => {
    left -= 1;
    if (left < 0) response.end(file);
    else response.writeHead(302, { location: '/' }).end();
  });
  left = 5;
  expect(await fetcherOf(port).fetch(`http://shop.test:${port}/`)).toEqual(file);
  left = 6;
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    message: 'expected at most 5 redirects, got more',
  });
});

test('a name is checked for each connection, so that it cannot turn inward in between', async () => {
  const answers = ['127.0.0.1', '127.0.0.1'];
  const port = await serve(redirect('http://turning.test/end'));
  let asked = 0;
  const turning = fetcherOf(port, {
    resolve: async () => {
      asked += 1;
      return [{ address: answers[asked - 1] ?? '', family: 4 }];
    },
  });
  await expect(turning.fetch(`http://shop.test:${port}/`)).rejects.toMatchObject(notPublic);
  expect(asked).toBe(2);
});
