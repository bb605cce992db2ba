import type { ContainerDefinition } from '@azure/cosmos';

/**
 * What lies where. The tenant is the first level of every partition key, so that many shops can share an account.
 * `infra/modules/cosmos-containers.json` repeats these definitions for the templates; a test compares the two.
 *
 * `shop`: items, events, sessions, users and marks of what was erased or merged, in one change feed.
 * `tasks`: a session's tasks, or the shop's own, in one partition each. `vectors-…`: one vector an item and space.
 * `state`: bookmarks, which space serves, places in the change feed. `leases`: who of the change triggers reads what.
 */
export const containerNames = [
  'shop',
  'tasks',
  'vectors-text',
  'vectors-image',
  'vectors-collaborative',
  'state',
  'leases',
] as const;
export type ContainerName = (typeof containerNames)[number];

export type Containers = Readonly<Record<ContainerName, ContainerDefinition>>;
