import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CloudServers, startCloudServers } from './cloud-servers.js';
import { type LocalProcess, runBuilt, runWorker } from './local-process.js';

type Environment = Readonly<Record<string, string>>;

/** Leases of two seconds, so that what died is missed soon; a name of its own for each disk. */
const hurried = {
  ...{ TASK_LEASE_SECONDS: '2', TASK_RESEND_SECONDS: '2', TASK_SWEEP_SCHEDULE: '* * * * * *' },
  ...{ TRAIN_MODELS: 'co-visitation,ease', TRAIN_TIME_LIMIT_SECONDS: '5' },
  ...{ LOG_LEVEL: 'debug', PORT: '0' },
};

export interface Instance {
  readonly origin: string;
  readonly process: LocalProcess;
}

export interface CloudHouse {
  readonly servers: CloudServers;
  /** As another machine would: with a disk of its own. */
  startApi(more?: Environment): Promise<Instance>;
  startWorker(more?: Environment): Promise<LocalProcess>;
  /** What every process there has been has said on stderr. */
  logs(): readonly string[];
  end(process: LocalProcess, signal?: NodeJS.Signals): Promise<number | null>;
  close(): Promise<void>;
}

/** The whole app on the cloud's adapters, with test servers in the place of the cloud. `buildWhatIsStale` comes first. */
export async function openCloudHouse(environment: Environment = {}): Promise<CloudHouse> {
  const servers = await startCloudServers();
  const disks = await mkdtemp(join(tmpdir(), 'disks-'));
  const running = new Set<LocalProcess>();
  const all: LocalProcess[] = [];
  async function start(run: (environment: Environment) => LocalProcess, more: Environment) {
    const DATA_DIR = join(disks, String(all.length));
    const one = run({ ...hurried, ...servers.environment, ...environment, DATA_DIR, ...more });
    all.push(one);
    running.add(one);
    void one.ended.then(() => running.delete(one));
    return { process: one, origin: await one.ready };
  }
  const end = async (one: LocalProcess, signal: NodeJS.Signals = 'SIGKILL') => {
    one.child.kill(signal);
    return one.ended;
  };
  return {
    ...{ servers, end },
    logs: () => all.map((one) => one.stderr()),
    startApi: (more = {}) => start(runBuilt, more),
    startWorker: async (more = {}) => (await start(runWorker, more)).process,
    async close() {
      await Promise.all([...running].map((one) => end(one)));
      await servers.close();
      await rm(disks, { recursive: true, force: true });
    },
  };
}
