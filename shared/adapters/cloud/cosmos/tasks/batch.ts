import type { Container, OperationInput } from '@azure/cosmos';
import { CosmosFault } from '../fault.js';
import type { PartitionKey } from '../read-one.js';

/** The first operation of a batch that was refused, by which nothing was changed. */
export interface Refusal {
  readonly at: number;
  readonly status: number;
}

/** What all operations of a refused batch get but the one that was to blame. */
const failedDependency = 424;

/**
 * All of it or nothing, in one partition; a refusal where it came to nothing. Rejects with a fault where the answer was
 * lost: it may have been done, or be done yet.
 */
export async function writeTogether(
  container: Container,
  operations: readonly OperationInput[],
  key: PartitionKey,
): Promise<Refusal | undefined> {
  const { result = [] } = await container.items
    .batch([...operations], [...key])
    .catch((cause: unknown) => {
      // The SDK leaves nothing of the reason but its message.
      const facts = { hadNoEffect: false, isOfService: true, isFinal: false };
      throw Object.assign(new CosmosFault('has not answered a batch', facts), { cause });
    });
  const at = result.findIndex(
    ({ statusCode }) => statusCode >= 300 && statusCode !== failedDependency,
  );
  const status = result[at]?.statusCode;
  return status === undefined ? undefined : { at, status };
}
