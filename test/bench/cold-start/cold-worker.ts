import { pathToFileURL } from 'node:url';
import { FunctionsWorker } from '../../support/functions-worker.js';

// `cold-worker.js main.js user`: loads an entry as the Functions worker does, asks for a user's recommendations as soon
// as it is there, and prints a line with the answer and one with the measurements of the start.
const [entry = '', user = ''] = process.argv.slice(2);
const worker = new FunctionsWorker();
worker.install();
await import(pathToFileURL(entry).href);
await worker.start();
const url = `/api/recommendations/${user}`;
const params = { user_id: user };
const { status, body, headers } = await worker.ask('recommendations', {
  method: 'GET',
  url,
  params,
});
const { user: cpu, system } = process.cpuUsage();
const cost = headers['x-request-charge'];
process.stdout.write(
  `${JSON.stringify({ status, cpuMs: (cpu + system) / 1_000, cost, body: JSON.parse(body) })}\n`,
);
const metrics = await worker.ask('metrics', { method: 'GET', url: '/api/metrics' });
process.stdout.write(`${JSON.stringify(metrics.body)}\n`);
await worker.terminate();
process.exit(0);
