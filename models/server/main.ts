import { openServedEncoders } from './open-encoders.js';
import { openReporting } from './reporting.js';
import { runServer } from './run-server.js';
import { parseServerConfig } from './server-config.js';

async function main(): Promise<void> {
  const config = parseServerConfig(process.env);
  const reporting = await openReporting(config);
  await runServer(config, await openServedEncoders(config, reporting.telemetry), reporting);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`inference server: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
