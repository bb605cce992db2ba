import { createServer } from 'node:http';

/** The limit that we measure against: node:http answering a constant of as many bytes as argv[2]. */
const sizeBytes = Number(process.argv[2]);
const answer = JSON.stringify({ answer: 'x'.repeat(Math.max(0, sizeBytes - 13)) });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
