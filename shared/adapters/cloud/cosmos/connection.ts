import type { Container } from '@azure/cosmos';
import type { ContainerName } from './containers.js';

/** One tenant's part of a database, as the stores see it. */
export interface CosmosConnection {
  readonly tenant: string;
  container(name: ContainerName): Container;
  /** Rejects nothing; later calls are `unavailable`. */
  close(): Promise<void>;
}
