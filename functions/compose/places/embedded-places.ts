import type { Config } from '../../../shared/config.js';
import type { Runtime } from '../runtime.js';
import type { StorePlaces } from './places.js';

/** A look takes microseconds here; a stop is to reach other processes in a few milliseconds. */
const watchEveryMs = 10;

/** Databases in the data folder. */
export function embeddedPlaces({ dataDir, tasks }: Config, { telemetry }: Runtime): StorePlaces {
  const report = (error: unknown) => telemetry.exception(error, { during: 'receiving tasks' });
  return {
    async shop() {
      const { openEmbeddedStore } = await import('../../../shared/adapters/embedded/open-store.js');
      const place = openEmbeddedStore(dataDir);
      return { place, close: place.close };
    },
    async reader() {
      const { openStoreFollower } = await import(
        '../../../shared/adapters/embedded/open-store-reader.js'
      );
      const place = openStoreFollower(dataDir);
      return { place, close: place.close };
    },
    async tasks() {
      const { openEmbeddedTasks } = await import(
        '../../../shared/adapters/embedded/tasks/open-tasks.js'
      );
      const lockMs = tasks.limits.jobs.leaseMs;
      const { close, ...places } = openEmbeddedTasks(dataDir, { lockMs, report });
      return { place: { ...places, watchEveryMs }, close };
    },
    async vectors() {
      const { openEmbeddedVectors } = await import(
        '../../../shared/adapters/embedded/vectors/open-vectors.js'
      );
      const { vectors, close } = openEmbeddedVectors(dataDir);
      return { place: vectors, close };
    },
  };
}
