import { z } from 'zod';

/** Who is told what the product does, beside its own log. */
export interface TelemetryConfig {
  /** Of Application Insights: `InstrumentationKey=…;IngestionEndpoint=…`; never to be shown. Undefined where it is not used. */
  readonly connection: string | undefined;
  /** Of requests and calls that went well, the percentage that Application Insights is told of. */
  readonly sampling: number;
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const connection = z
  .string()
  .max(4_096)
  .refine((text) => /(^|;)\s*InstrumentationKey=[\da-f-]{36}\s*(;|$)/i.test(text), {
    error: 'expected InstrumentationKey=…;IngestionEndpoint=https://…',
  })
  .refine((text) => endpoints(text).every((url) => URL.canParse(url)), {
    error: 'expected addresses for its endpoints',
  })
  .optional();

const endpoints = (text: string): readonly string[] =>
  [...text.matchAll(/Endpoint=([^;]*)/gi)].map(([, url = '']) => url.trim());

export const telemetryVariables = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: connection,
  TELEMETRY_SAMPLING: z.coerce.number().min(0.01).max(100).default(100),
  LOG_LEVEL: z.enum(logLevels).optional(),
};

const schema = z.object(telemetryVariables);
type Values = z.output<typeof schema>;

export function readTelemetryConfig(values: Values): TelemetryConfig {
  return {
    connection: values.APPLICATIONINSIGHTS_CONNECTION_STRING,
    sampling: values.TELEMETRY_SAMPLING,
  };
}

/**
 * What the log says where nobody has chosen. On Azure the host passes lines of the log on to Application Insights, and in
 * them messages may say what was asked for: where the product tells it by itself, the log is silent.
 */
export function readLogLevel(values: Values, inCloud: boolean): LogLevel {
  const isTold = inCloud && values.APPLICATIONINSIGHTS_CONNECTION_STRING !== undefined;
  return values.LOG_LEVEL ?? (isTold ? 'silent' : 'info');
}
