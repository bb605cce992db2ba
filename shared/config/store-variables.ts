import { z } from 'zod';
import { isLoopback } from './environment.js';

/** Where the shop lies when it does not lie in the data folder. */
export interface CosmosConfig {
  readonly endpoint: string;
  /** Of an emulator or a test server; a real account is asked by identity. */
  readonly key?: string;
  readonly database: string;
  /** Whose records these are: the first level of every partition key. */
  readonly tenant: string;
}

const endpoint = z
  .string()
  .max(2_048)
  .refine((text) => URL.canParse(text) && isSafe(new URL(text)), {
    error: 'expected https://, or http:// on this machine, without a key or a token in the address',
  })
  .optional();

const databaseName = z
  .string()
  .regex(/^[\w.-]{1,255}$/, 'expected letters, digits, dots, dashes and underscores')
  .default('tastemaker');

export const storeVariables = {
  COSMOS_ENDPOINT: endpoint,
  COSMOS_KEY: z.string().min(1).max(1_024).optional(),
  COSMOS_DATABASE: databaseName,
  COSMOS_TENANT: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'expected letters, digits, dots, dashes and underscores')
    .default('default'),
};

const schema = z.object(storeVariables);
type Values = z.output<typeof schema>;

/** Keys stay on this machine: real accounts are asked by identity. */
export function demandIdentity(values: Values, context: z.RefinementCtx): void {
  const { COSMOS_ENDPOINT: url, COSMOS_KEY: key } = values;
  if (key === undefined) return;
  if (url !== undefined && (!URL.canParse(url) || isLoopback(new URL(url).hostname))) return;
  const message =
    url === undefined
      ? 'a key for nothing: COSMOS_ENDPOINT is not set'
      : 'expected none: keys are for emulators on this machine, a real account is asked by identity';
  context.addIssue({ code: 'custom', path: ['COSMOS_KEY'], message });
}

/** What an instance in the cloud writes to its own disk is lost with it. */
export function demandDurable(
  values: Values & {
    readonly BLOB_ENDPOINT?: string | undefined;
    readonly WEBSITE_INSTANCE_ID?: string | undefined;
    readonly TASK_QUEUE: string;
  },
  context: z.RefinementCtx,
): void {
  if (values.WEBSITE_INSTANCE_ID === undefined) return;
  const why = 'in the cloud, where an instance takes its disk with it when it goes';
  for (const name of ['COSMOS_ENDPOINT', 'BLOB_ENDPOINT'] as const) {
    if (values[name] !== undefined) continue;
    context.addIssue({ code: 'custom', path: [name], message: `needed ${why}` });
  }
  if (values.TASK_QUEUE !== 'embedded') return;
  const message = `expected service-bus or storage ${why}, got embedded`;
  context.addIssue({ code: 'custom', path: ['TASK_QUEUE'], message });
}

/** Undefined: the embedded store in the data folder. */
export function readCosmosConfig(values: Values): CosmosConfig | undefined {
  const { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key } = values;
  if (endpoint === undefined) return undefined;
  const place = { database: values.COSMOS_DATABASE, tenant: values.COSMOS_TENANT };
  return { endpoint, ...place, ...(key !== undefined && { key }) };
}

function isSafe({ protocol, hostname, username, password, search }: URL): boolean {
  if (username !== '' || password !== '' || search !== '') return false;
  return protocol === 'https:' || isLoopback(hostname);
}
