import { z } from 'zod';

const maxOperations = 10;
const path = z.string().startsWith('/').min(2);
const value = z.unknown().refine((given) => given !== undefined, 'value is missing');

const patchOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'set', 'replace']), path, value }),
  z.strictObject({ op: z.literal('incr'), path, value: z.number() }),
  z.strictObject({ op: z.literal('remove'), path }),
  z.strictObject({ op: z.literal('move'), path, from: path }),
]);
const operations = z.array(patchOperation).min(1).max(maxOperations);

/** With or without a condition around the operations. */
export const patchBody = z.union([
  operations.transform((list) => ({ operations: list, condition: undefined })),
  z.strictObject({ operations, condition: z.string().optional() }),
]);

export type PatchOperation = z.infer<typeof patchOperation>;
