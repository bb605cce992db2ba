import type { Container, OperationInput, OperationResponse, RequestOptions } from '@azure/cosmos';

const failures = new WeakMap<object, unknown>();

/** Keeps why a request failed, for the SDK (4.9) tells of a failed batch in words only. */
export function noteFailure(options: object | undefined, error: unknown): void {
  if (options !== undefined) failures.set(options, error);
}

/** Why the last request with these options failed. */
export const failureOf = (options: object): unknown => failures.get(options);

/** One transaction of up to 100 operations in a partition; rejects as its request did. */
export async function sendBatch(
  container: Container,
  operations: OperationInput[],
  partitionKey: string[],
): Promise<{ readonly results: readonly OperationResponse[]; readonly sessionToken: unknown }> {
  const options: RequestOptions = {};
  try {
    const { result = [], headers } = await container.items.batch(operations, partitionKey, options);
    return { results: result, sessionToken: headers['x-ms-session-token'] };
  } catch (error) {
    throw failures.get(options) ?? error;
  }
}
