import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../../functions/compose/runtime.js';
import { archivedChangeLog } from '../../../shared/adapters/archive/archived-change-log.js';
import { artifactChangeArchive } from '../../../shared/adapters/archive/change-archive.js';
import { openCosmosShoppers } from '../../../shared/adapters/cloud/cosmos/open-shoppers.js';
import { fileArtifactStore } from '../../../shared/adapters/files/artifact-store.js';
import type { ChangeLog } from '../../../shared/ports/change-log.js';
import { makeArchiveChanges } from '../../../shared/use-cases/archive/archive-changes.js';
import type { CosmosServer } from '../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';
import { benchEvents, startBenchAccount } from './bench-shop.js';

const total = 60_000;

/** How long a new process takes to learn a shop of 60,000 events: from the feed, and from an archive. */
export async function logSpeed(): Promise<readonly Row[]> {
  const { server, connect } = await startBenchAccount();
  const connection = await connect();
  const shop = await openCosmosShoppers(connection, { newId });
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const archive = artifactChangeArchive({ artifacts: fileArtifactStore(folder), newId });
  const clock = Date.now;
  const telemetry = new RecordedTelemetry();
  const archived = archivedChangeLog({ live: shop.changes, archive, clock, telemetry });
  const archiveAll = makeArchiveChanges({ changes: archived, archive, clock });
  const rows = [
    await timed('append 60,000 events, 1,000 a call', server, async () => {
      for (let at = 0; at < total; at += 1_000) await shop.events.append(benchEvents(at, 1_000));
    }),
    await timed('replay from the feed', server, () => replay(shop.changes)),
    await timed('archive', server, () => archiveAll(new AbortController().signal)),
    await timed('replay from the archive', server, () => replay(archived)),
  ];
  await connection.close();
  await server.stop();
  rmSync(folder, { recursive: true });
  return rows;
}

async function replay(log: ChangeLog): Promise<void> {
  let cursor: string | undefined;
  for (let hasMore = true; hasMore; ) ({ cursor, hasMore } = await log.after(cursor, 2_000));
}

/** `CPU s` is this process's own: the server has another. */
async function timed(
  operation: string,
  server: CosmosServer,
  work: () => Promise<unknown>,
): Promise<Row> {
  await server.charges();
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const charges = await server.charges();
  const units = charges.reduce((sum, { requestUnits }) => sum + requestUnits, 0);
  return {
    operation,
    s: seconds.toFixed(2),
    'CPU s': ((user + system) / 1e6).toFixed(2),
    requests: String(charges.length),
    RU: units.toFixed(0),
  };
}
