import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, describe, test } from 'vitest';

/** Somebody who says what Cosmos DB does: our server, another's, or the service itself. */
export interface Judge {
  readonly name: string;
  start(): Promise<RunningJudge>;
  /** Behaviours that it does not have, by title, and why. */
  readonly lacks: Readonly<Record<string, string>>;
}

interface RunningJudge {
  readonly endpoint: string;
  readonly key: string;
  stop(): Promise<void>;
}

/** What a suite of behaviours works with. */
export interface Court {
  readonly client: CosmosClient;
  readonly database: string;
  readonly endpoint: string;
  /** A test, or one that is skipped where the judge lacks the behaviour. */
  behaviour(title: string, work: () => Promise<unknown>): void;
}

export type Suite = (court: Court) => void;

/** Lets a judge answer all suites, and prints which behaviours it was not asked about. */
export function judgeAll(judge: Judge, suites: readonly Suite[]): void {
  describe(judge.name, () => {
    let running: RunningJudge;
    let client: CosmosClient;
    const database = `protocol-${process.pid}`;
    const unknown = new Set(Object.keys(judge.lacks));
    beforeAll(async () => {
      running = await judge.start();
      client = clientOf(running);
      await client.databases.createIfNotExists({ id: database });
    });
    afterAll(async () => {
      await client.database(database).delete();
      client.dispose();
      await running.stop();
      for (const title of unknown) throw new Error(`No behaviour has the title: ${title}`);
    });
    const behaviour = (title: string, work: () => Promise<unknown>) => {
      const isLacking = unknown.delete(title);
      if (isLacking)
        process.stdout.write(`${judge.name} skips: ${title} (${judge.lacks[title]})\n`);
      test.skipIf(isLacking)(title, async () => void (await work()));
    };
    const court = {
      database,
      behaviour,
      get client() {
        return client;
      },
      get endpoint() {
        return running.endpoint;
      },
    };
    for (const suite of suites) suite(court);
  });
}

const clientOf = ({ endpoint, key }: RunningJudge) =>
  new CosmosClient({
    endpoint,
    key,
    connectionPolicy: { enableEndpointDiscovery: false, retryOptions: { maxRetryAttemptCount: 1 } },
  });
