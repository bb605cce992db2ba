import { z } from 'zod';
import { AccountServer } from './server.js';

const options = z.object({
  file: z.string(),
  key: z.string(),
  physicalPartitions: z.int().min(1),
  isTls: z.boolean(),
});

/** `options port`: serves until its input ends, and says its port first. */
const [given = '{}', port = '0'] = process.argv.slice(2);
const server = new AccountServer(options.parse(JSON.parse(given)));
await server.listen(Number(port));
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
process.stdin.resume().once('end', () => process.exit());
