import { ExactVectorIndex } from '../../../models/vectors/exact-index.js';
import { openEmbeddedVectors } from '../../../shared/adapters/embedded/vectors/open-vectors.js';
import { makeFollowVectors } from '../../../shared/use-cases/vectors/follow-vectors.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import { withLoopGap } from './loop-gap.js';

/**
 * Reads the vectors of the folder that the first argument names into an index, and writes what that took as JSON: a
 * process of its own, as at a start, because memory that was once taken is hardly ever given back.
 */
const [folder = ''] = process.argv.slice(2);

const before = process.memoryUsage().rss;
const { vectors, close } = openEmbeddedVectors(folder);
const follow = makeFollowVectors({
  store: vectors,
  newIndex: (space) => new ExactVectorIndex(space),
  telemetry: new RecordedTelemetry(),
  pause: async () => undefined,
});
const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
const [, gapMs] = await withLoopGap(follow.catchUp);
const loadMs = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
const rssBytes = process.memoryUsage().rss - before;
process.stdout.write(JSON.stringify({ loadMs, gapMs, cpuMs: (user + system) / 1_000, rssBytes }));
close();
