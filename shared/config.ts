import { join } from 'node:path';
import { z } from 'zod';
import {
  type BlobConfig,
  blobVariables,
  demandEmulatorKey,
  readBlobConfig,
} from './config/blob-variables.js';
import {
  type DataSourceConfig,
  dataSourceVariables,
  demandDatastore,
  readDataSourceConfig,
} from './config/data-source-variables.js';
import {
  type EncoderConfig,
  encoderVariables,
  readEncoderConfig,
} from './config/encoder-variables.js';
import {
  type Environment,
  isLoopback,
  json,
  keys,
  list,
  readEnvironment,
} from './config/environment.js';
import {
  type InferenceConfig,
  inferenceVariables,
  readInferenceConfig,
} from './config/inference-variables.js';
import { refuseSecrets } from './config/misplaced-secrets.js';
import {
  type PictureConfig,
  pictureVariables,
  readPictureConfig,
} from './config/picture-variables.js';
import { schedule } from './config/schedule.js';
import {
  readShoppingConfig,
  type ShoppingConfig,
  shoppingVariables,
} from './config/shopping-variables.js';
import {
  type CosmosConfig,
  demandDurable,
  demandIdentity,
  readCosmosConfig,
  storeVariables,
} from './config/store-variables.js';
import {
  demandSource,
  readSyncConfig,
  type SyncConfig,
  syncVariables,
} from './config/sync-variables.js';
import {
  demandConnection,
  readTaskConfig,
  type TaskConfig,
  taskVariables,
} from './config/task-variables.js';
import {
  type LogLevel,
  readLogLevel,
  readTelemetryConfig,
  type TelemetryConfig,
  telemetryVariables,
} from './config/telemetry-variables.js';
import { builtInEventTypes, type EventKind, type EventTypes, eventKinds } from './domain/event.js';
import { type ModelName, modelNames } from './domain/ranking.js';

/** Everything that the environment decides, parsed once by the entry file and passed on. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Where the shop lies; undefined: in the data folder. */
  readonly cosmos: CosmosConfig | undefined;
  /** Whether the processes hold the vectors that they search, or ask the service. */
  readonly vectorSearch: 'memory' | 'cosmos';
  /** Where files lie that may be imported by name while the app runs. */
  readonly importDir: string;
  readonly apiKeys: readonly string[];
  readonly adminKeys: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly eventTypes: EventTypes;
  /** What a shopper has done to an item that keeps it off their lists. */
  readonly excludeSeen: readonly EventKind[];
  readonly sampleShop: boolean;
  /** NCRONTAB of six fields in UTC; undefined where nothing trains by itself. */
  readonly retrainSchedule: string | undefined;
  readonly trainModels: readonly ModelName[];
  /** For each model. */
  readonly trainTimeLimitMs: number;
  /** Of more events the newest are learnt from. */
  readonly trainingMaxEvents: number;
  readonly tasks: TaskConfig;
  readonly shopping: ShoppingConfig;
  readonly sync: SyncConfig;
  /** Undefined where models and pictures are kept on disk. */
  readonly blobs: BlobConfig | undefined;
  /** Undefined where no data sets are read by themselves. */
  readonly dataSource: DataSourceConfig | undefined;
  readonly pictures: PictureConfig;
  readonly inference: InferenceConfig;
  readonly encoders: EncoderConfig;
  readonly telemetry: TelemetryConfig;
  readonly logLevel: LogLevel;
}

const origins = list.refine((found) => found.every(isOrigin), {
  error: 'expected origins such as https://shop.example, separated by commas',
});

const eventMeaning = z.strictObject({
  kind: z.enum(eventKinds),
  weight: z.number().positive().max(1_000),
});

const eventTypes = json('{"wishlist": {"kind": "like", "weight": 3}}', 65_536).pipe(
  z.record(z.string().min(1).max(64), eventMeaning),
);

/** One entry per variable; `local.settings.example.json` shows each with its local value. */
export const environmentSchema = z.object({
  HOST: z.string().min(1).max(255).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7071),
  DATA_DIR: z.string().min(1).max(4_096).default('.data'),
  IMPORT_DIR: z.string().min(1).max(4_096).optional(),
  API_KEYS: keys,
  ADMIN_KEYS: keys,
  CORS_ORIGINS: origins,
  EVENT_TYPES: eventTypes,
  EXCLUDE_SEEN: z
    .string()
    .default('order')
    .transform(splitParts)
    .pipe(z.array(z.enum(eventKinds))),
  SAMPLE_SHOP: z.enum(['on', 'off']).default('on'),
  RETRAIN_SCHEDULE: schedule('0 */5 * * * *'),
  TRAIN_MODELS: z
    .string()
    .default(modelNames.join(','))
    .transform(splitParts)
    .pipe(z.array(z.enum(modelNames)).min(1)),
  TRAIN_TIME_LIMIT_SECONDS: z.coerce.number().min(1).max(86_400).default(20),
  TRAINING_MAX_EVENTS: z.coerce.number().int().min(1_000).max(100_000_000).default(5_000_000),
  ...storeVariables,
  ...taskVariables,
  ...shoppingVariables,
  ...syncVariables,
  ...blobVariables,
  ...dataSourceVariables,
  ...pictureVariables,
  ...inferenceVariables,
  ...encoderVariables,
  ...telemetryVariables,
  /** Set by Azure on every instance; never by hand. */
  WEBSITE_INSTANCE_ID: z.string().optional(),
});

/** Reads the environment. Throws an Error of one line per bad or missing variable, each named. */
export function parseConfig(environment: Environment): Config {
  const schema = environmentSchema
    .superRefine(demandKeys)
    .superRefine(demandIdentity)
    .superRefine(demandDurable)
    .superRefine(demandConnection)
    .superRefine(demandSource)
    .superRefine(demandEmulatorKey)
    .superRefine(demandDatastore)
    .superRefine(refuseSecrets);
  const values = readEnvironment(schema, environment);
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    cosmos: readCosmosConfig(values),
    vectorSearch: values.VECTOR_SEARCH,
    importDir: values.IMPORT_DIR ?? join(values.DATA_DIR, 'imports'),
    apiKeys: values.API_KEYS,
    adminKeys: values.ADMIN_KEYS,
    corsOrigins: values.CORS_ORIGINS,
    eventTypes: new Map([...builtInEventTypes, ...Object.entries(values.EVENT_TYPES)]),
    excludeSeen: values.EXCLUDE_SEEN,
    sampleShop: values.SAMPLE_SHOP === 'on',
    retrainSchedule: values.RETRAIN_SCHEDULE,
    trainModels: values.TRAIN_MODELS,
    trainTimeLimitMs: values.TRAIN_TIME_LIMIT_SECONDS * 1000,
    trainingMaxEvents: values.TRAINING_MAX_EVENTS,
    tasks: readTaskConfig(values),
    shopping: readShoppingConfig(values),
    sync: readSyncConfig(values),
    blobs: readBlobConfig(values),
    dataSource: readDataSourceConfig(values),
    pictures: readPictureConfig(values),
    inference: readInferenceConfig(values),
    encoders: readEncoderConfig(values, values.DATA_DIR),
    telemetry: readTelemetryConfig(values),
    logLevel: readLogLevel(values, values.WEBSITE_INSTANCE_ID !== undefined),
  });
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function splitParts(text: string): string[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

/** Whoever can be reached from outside must ask for keys. */
function demandKeys(values: z.output<typeof environmentSchema>, context: z.RefinementCtx): void {
  const inCloud = values.WEBSITE_INSTANCE_ID !== undefined;
  if (!inCloud && isLoopback(values.HOST)) return;
  const why = inCloud ? 'in the cloud' : `when HOST is ${values.HOST}, which is not loopback`;
  for (const name of ['API_KEYS', 'ADMIN_KEYS'] as const) {
    if (values[name].length > 0) continue;
    context.addIssue({ code: 'custom', path: [name], message: `needed ${why}` });
  }
}
