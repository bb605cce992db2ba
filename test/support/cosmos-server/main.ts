import { AccountServer } from './server.js';

/** `file key partitions port`: serves until it is ended, and says its port first. */
const [file = ':memory:', key = '', partitions = '1', port = '0'] = process.argv.slice(2);
const server = new AccountServer({ file, key, physicalPartitions: Number(partitions) });
await server.listen(Number(port));
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
