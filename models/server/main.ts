import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { openServedEncoders } from './open-encoders.js';
import { runServer } from './run-server.js';
import { parseServerConfig } from './server-config.js';

async function main(): Promise<void> {
  const config = parseServerConfig(process.env);
  const telemetry = consoleTelemetry(config.logLevel);
  await runServer(config, await openServedEncoders(config, telemetry), telemetry);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`inference server: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
