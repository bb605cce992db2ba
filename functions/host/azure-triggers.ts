import { queueNames } from '../../shared/ports/task-queue.js';
import type {
  ChangesTrigger,
  HttpTrigger,
  QueueTrigger,
  TimerTrigger,
  Trigger,
} from '../trigger.js';
import { azureHandler, azureMethods, type ResponseOf } from './azure-exchange.js';
import { azureQueueHandler, type QueueHost } from './azure-queues.js';

type QueueHandler = ReturnType<typeof azureQueueHandler>;
interface QueueOptions {
  readonly queueName: string;
  /** The name of a setting. */
  readonly connection: string;
  readonly handler: QueueHandler;
}

interface ChangesOptions {
  /** The beginning of the names of settings. */
  readonly connection: string;
  readonly databaseName: string;
  readonly containerName: string;
  readonly leaseContainerName: string;
  readonly leaseContainerPrefix: string;
  readonly createLeaseContainerIfNotExists: boolean;
  readonly retry: {
    readonly strategy: 'exponentialBackoff';
    readonly maxRetryCount: number;
    readonly minimumInterval: number;
    readonly maximumInterval: number;
  };
  readonly handler: (documents: unknown[]) => Promise<void>;
}

/** What this needs of `app` of `@azure/functions`, which only the Azure entry may name. */
export interface FunctionsApp {
  http(
    name: string,
    options: {
      readonly route: string;
      readonly methods: (typeof azureMethods)[number][];
      readonly authLevel: 'anonymous';
      readonly handler: ReturnType<typeof azureHandler>;
    },
  ): void;
  timer(
    name: string,
    options: { readonly schedule: string; readonly handler: () => Promise<void> },
  ): void;
  storageQueue(name: string, options: QueueOptions): void;
  serviceBusQueue(name: string, options: QueueOptions): void;
  cosmosDB(name: string, options: ChangesOptions): void;
}

export interface AzureHost extends QueueHost {
  readonly responseOf: ResponseOf;
  /** `embedded` queues are not the host's to read. */
  readonly queueKind: 'embedded' | 'storage' | 'service-bus';
  /** Whose containers change triggers watch; absent where no such service has the shop. */
  readonly cosmosDatabase?: string | undefined;
}

/** Registers every trigger that the Functions host can call. */
export function registerTriggers(
  app: FunctionsApp,
  triggers: readonly Trigger[],
  host: AzureHost,
): void {
  for (const trigger of triggers) {
    if (trigger.kind === 'http') registerHttp(app, trigger, host);
    if (trigger.kind === 'timer') registerTimer(app, trigger);
    if (trigger.kind === 'queue' && trigger.concurrency > 0) registerQueue(app, trigger, host);
    if (trigger.kind === 'changes') registerChanges(app, trigger, host);
  }
}

function registerHttp(app: FunctionsApp, trigger: HttpTrigger, { responseOf }: AzureHost): void {
  app.http(trigger.name, {
    route: trigger.route,
    methods: [...azureMethods],
    // The endpoint checks keys itself, so that every host does it alike.
    authLevel: 'anonymous',
    handler: azureHandler(trigger, responseOf),
  });
}

function registerTimer(app: FunctionsApp, trigger: TimerTrigger): void {
  app.timer(trigger.name, { schedule: trigger.schedule, handler: () => trigger.handle() });
}

function registerQueue(app: FunctionsApp, trigger: QueueTrigger, host: AzureHost): void {
  const queueName = queueNames[trigger.queue];
  const handler = azureQueueHandler(trigger, host);
  if (host.queueKind === 'storage')
    app.storageQueue(trigger.name, { queueName, connection: 'AzureWebJobsStorage', handler });
  if (host.queueKind === 'service-bus')
    app.serviceBusQueue(trigger.name, { queueName, connection: 'SERVICE_BUS_CONNECTION', handler });
}

/** Without a retry the host goes on to what comes next, though the handler failed. */
const retry: ChangesOptions['retry'] = {
  strategy: 'exponentialBackoff',
  maxRetryCount: 8,
  minimumInterval: 1_000,
  maximumInterval: 60_000,
};

function registerChanges(app: FunctionsApp, trigger: ChangesTrigger, host: AzureHost): void {
  const { cosmosDatabase: databaseName, stopping } = host;
  if (databaseName === undefined) return;
  app.cosmosDB(trigger.name, {
    ...{ connection: 'COSMOS', databaseName, containerName: trigger.container },
    leaseContainerName: 'leases',
    leaseContainerPrefix: trigger.name,
    // The templates make it; this application has no right to.
    createLeaseContainerIfNotExists: false,
    retry,
    handler: (documents) => trigger.handle(documents, stopping),
  });
}
