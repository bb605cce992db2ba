import type { Container, OperationInput } from '@azure/cosmos';
import { sendBatch } from '../batch.js';
import { toAppError } from '../failure.js';
import { faultOf } from '../fault.js';
import type { PartitionKey } from '../read-one.js';

/** The first operation of a batch that was refused, by which nothing was changed. */
export interface Refusal {
  readonly at: number;
  readonly status: number;
}

/** Another was there first. */
const cameLate: ReadonlySet<number> = new Set([404, 409, 412]);
/** What all operations of a refused batch get but the one that was to blame. */
const failedDependency = 424;

/**
 * All of it or nothing, in one partition; a refusal where it came to nothing. Where it rejects, it may have been done, or
 * be done yet.
 */
export async function writeTogether(
  container: Container,
  operations: readonly OperationInput[],
  key: PartitionKey,
): Promise<Refusal | undefined> {
  const { results } = await sendBatch(container, [...operations], [...key]);
  const at = results.findIndex(
    ({ statusCode }) => statusCode >= 300 && statusCode !== failedDependency,
  );
  const status = results[at]?.statusCode;
  if (status === undefined) return undefined;
  if (cameLate.has(status)) return { at, status };
  throw faultOf({ code: status }) ?? toAppError({ code: status });
}
