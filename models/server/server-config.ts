import { z } from 'zod';
import {
  type EncoderConfig,
  encoderVariables,
  readEncoderConfig,
} from '../../shared/config/encoder-variables.js';
import {
  type Environment,
  isLoopback,
  keys,
  readEnvironment,
} from '../../shared/config/environment.js';
import {
  type LogLevel,
  readLogLevel,
  readTelemetryConfig,
  type TelemetryConfig,
  telemetryVariables,
} from '../../shared/config/telemetry-variables.js';
import type { Device } from '../../shared/ports/encoders.js';
import type { BatchLimits } from './batching/batcher.js';

export interface ServerConfig {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Secrets: never to be shown. Without any, whoever gets through may ask. */
  readonly keys: readonly string[];
  readonly encoders: EncoderConfig;
  /** What is wanted; where it cannot be had, the processor does it. */
  readonly device: Device;
  /** Cost in tokens for texts, in pixels for pictures. */
  readonly batches: { readonly texts: BatchLimits; readonly pictures: BatchLimits };
  /** How long what runs may take to finish when the server is told to end. */
  readonly drainMs: number;
  readonly telemetry: TelemetryConfig;
  readonly logLevel: LogLevel;
}

const count = (fallback: number, most: number) =>
  z.coerce.number().int().min(1).max(most).default(fallback);

const schema = z
  .object({
    HOST: z.string().min(1).max(255).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    ...encoderVariables,
    INFERENCE_KEYS: keys,
    INFERENCE_DEVICE: z.enum(['cuda', 'cpu']).default('cuda'),
    INFERENCE_MAX_WAITING: count(2_048, 1_000_000),
    INFERENCE_BATCH_COUNT: count(64, 4_096),
    INFERENCE_BATCH_TOKENS: count(16_384, 10_000_000),
    /** 64 pictures of 224 × 224. */
    INFERENCE_BATCH_PIXELS: count(3_211_264, 1_000_000_000),
    INFERENCE_BATCHES_AT_ONCE: count(1, 64),
    INFERENCE_DRAIN_SECONDS: z.coerce.number().min(0.05).max(600).default(25),
    ...telemetryVariables,
  })
  .superRefine((values, context) => {
    if (isLoopback(values.HOST) || values.INFERENCE_KEYS.length > 0) return;
    const message = `needed when HOST is ${values.HOST}, which is not loopback`;
    context.addIssue({ code: 'custom', path: ['INFERENCE_KEYS'], message });
  });

/** Reads the environment. Throws an Error of one line per bad or missing variable, each named. */
export function parseServerConfig(environment: Environment): ServerConfig {
  const values = readEnvironment(schema, environment);
  const limits = {
    maxCount: values.INFERENCE_BATCH_COUNT,
    maxWaiting: values.INFERENCE_MAX_WAITING,
    atOnce: values.INFERENCE_BATCHES_AT_ONCE,
  };
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    keys: values.INFERENCE_KEYS,
    encoders: readEncoderConfig(values, '.data'),
    device: values.INFERENCE_DEVICE,
    batches: {
      texts: { ...limits, maxCost: values.INFERENCE_BATCH_TOKENS },
      pictures: { ...limits, maxCost: values.INFERENCE_BATCH_PIXELS },
    },
    drainMs: values.INFERENCE_DRAIN_SECONDS * 1000,
    telemetry: readTelemetryConfig(values),
    logLevel: readLogLevel(values, false),
  });
}
