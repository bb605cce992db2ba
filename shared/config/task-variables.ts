import { z } from 'zod';
import type { TaskLimits } from '../domain/tasks/task-life.js';
import { schedule } from './schedule.js';

/** How tasks are queued, run and kept. */
export interface TaskConfig {
  readonly queue: QueueConfig;
  /** Recommendation tasks that this process runs at a time; 0 leaves them to others. */
  readonly concurrency: number;
  /** Recommendation tasks that may be pending; more are refused. */
  readonly maxQueued: number;
  /** Of tasks of sessions, and of the shop's own long work. */
  readonly limits: { readonly recommendations: TaskLimits; readonly jobs: TaskLimits };
  /** When tasks are looked for that nobody looks after: NCRONTAB of six fields in UTC. */
  readonly sweepSchedule: string;
  /** How long a session's cookie lasts without being used. */
  readonly sessionTtlMs: number;
}

/** What carries the wake-ups between processes. */
type QueueConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'storage'; readonly connection: string | { readonly url: string } }
  | { readonly kind: 'service-bus'; readonly connection: string | { readonly host: string } };

const seconds = (fallback: number) => z.coerce.number().min(0.2).max(31_536_000).default(fallback);

/** Of an emulator; a secret all the same: never to be shown. */
const connection = z.string().min(1).max(4_096).optional();

/** By the names under which the Functions host looks for what it enters by identity. */
const identityVariables = {
  AzureWebJobsStorage__accountName: z
    .string()
    .regex(/^[a-z0-9]{3,24}$/, 'expected the name of a storage account')
    .optional(),
  AzureWebJobsStorage__queueServiceUri: z
    .string()
    .regex(/^https:\/\/[a-z0-9.-]+\/?$/, 'expected https://ACCOUNT.queue.core.windows.net')
    .optional(),
  SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: z
    .string()
    .regex(/^[a-z0-9-]+\.servicebus\.[a-z.]+$/i, 'expected NAMESPACE.servicebus.windows.net')
    .optional(),
};

/** Never `off`: without it a lost wake-up is lost for good. */
const sweepSchedule = schedule('*/5 * * * * *').transform((text, context) => {
  if (text !== undefined) return text;
  context.addIssue('expected six fields: tasks whose wake-up was lost must be looked for');
  return z.NEVER;
});

export const taskVariables = {
  TASK_QUEUE: z.enum(['embedded', 'storage', 'service-bus']).default('embedded'),
  AzureWebJobsStorage: connection,
  SERVICE_BUS_CONNECTION: connection,
  ...identityVariables,
  TASK_CONCURRENCY: z.coerce.number().int().min(0).max(256).default(4),
  TASK_MAX_QUEUED: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  TASK_MAX_ATTEMPTS: z.coerce.number().int().min(1).max(100).default(5),
  TASK_LEASE_SECONDS: seconds(5),
  TASK_START_SECONDS: seconds(300),
  TASK_RUN_SECONDS: seconds(60),
  TASK_TOTAL_SECONDS: seconds(600),
  TASK_KEEP_SECONDS: seconds(86_400),
  TASK_RESEND_SECONDS: seconds(30),
  TASK_SWEEP_SCHEDULE: sweepSchedule,
  SESSION_TTL_DAYS: z.coerce.number().min(0.01).max(400).default(30),
};

const schema = z.object(taskVariables);
type Values = z.output<typeof schema>;

const connectionVariables = {
  storage: {
    text: 'AzureWebJobsStorage',
    identity: ['AzureWebJobsStorage__accountName', 'AzureWebJobsStorage__queueServiceUri'],
  },
  'service-bus': {
    text: 'SERVICE_BUS_CONNECTION',
    identity: ['SERVICE_BUS_CONNECTION__fullyQualifiedNamespace'],
  },
} as const;

/** A queue that is not here needs to be reached, and in one way: the host would take the connection string. */
export function demandConnection(values: Values, context: z.RefinementCtx): void {
  const { TASK_QUEUE: queue } = values;
  if (queue === 'embedded') return;
  const { text, identity } = connectionVariables[queue];
  const given = identity.filter((name) => values[name] !== undefined);
  const complain = (message: string) => context.addIssue({ code: 'custom', path: [text], message });
  if (values[text] === undefined && given.length === 0)
    complain(`needed when TASK_QUEUE is ${queue}, or ${identity.join(' or ')}`);
  if (values[text] !== undefined && given.length > 0)
    complain(`expected this or ${given.join(' and ')}, not both`);
}

const hourMs = 3_600_000;

export function readTaskConfig(values: Values): TaskConfig {
  const shared = {
    leaseMs: values.TASK_LEASE_SECONDS * 1000,
    resendMs: values.TASK_RESEND_SECONDS * 1000,
  };
  return {
    queue: queueOf(values),
    concurrency: values.TASK_CONCURRENCY,
    maxQueued: values.TASK_MAX_QUEUED,
    limits: {
      recommendations: {
        ...shared,
        queueMs: values.TASK_START_SECONDS * 1000,
        runMs: values.TASK_RUN_SECONDS * 1000,
        totalMs: values.TASK_TOTAL_SECONDS * 1000,
        keepMs: values.TASK_KEEP_SECONDS * 1000,
        maxAttempts: values.TASK_MAX_ATTEMPTS,
      },
      // A night's work, and a month to look back on it.
      jobs: {
        ...shared,
        ...{ queueMs: 12 * hourMs, runMs: 24 * hourMs, totalMs: 48 * hourMs },
        ...{ keepMs: 720 * hourMs, maxAttempts: 3 },
      },
    },
    sweepSchedule: values.TASK_SWEEP_SCHEDULE,
    sessionTtlMs: values.SESSION_TTL_DAYS * 24 * hourMs,
  };
}

function queueOf(values: Values): QueueConfig {
  const { TASK_QUEUE: kind } = values;
  switch (kind) {
    case 'embedded':
      return { kind };
    case 'storage': {
      const { AzureWebJobsStorage: connection } = values;
      return { kind, connection: connection ?? { url: queueAddress(values) } };
    }
    case 'service-bus': {
      const { SERVICE_BUS_CONNECTION: connection } = values;
      const { SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: host = '' } = values;
      return { kind, connection: connection ?? { host } };
    }
  }
}

const queueAddress = (values: Values) =>
  values.AzureWebJobsStorage__queueServiceUri ??
  `https://${values.AzureWebJobsStorage__accountName}.queue.core.windows.net`;
