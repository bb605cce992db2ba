import { z } from 'zod';
import type { ErrorCode } from '../domain/errors.js';
import type { BodySpec, MediaType } from './bodies.js';
import { type OperationSpec, tags } from './operation.js';
import { problemKinds, problemSchema } from './problem.js';

/** A route in Azure Functions syntax, and what each of its methods takes and gives. */
export interface DocumentedRoute {
  readonly route: string;
  readonly operations: Readonly<Record<string, OperationSpec>>;
}

type Json = Readonly<Record<string, unknown>>;

const about = `Catalogue and events in, recommendations out. Ids are strings of up to 512 characters, percent-encoded in paths;
times leave as ISO 8601 in UTC. Failures are RFC 9457 problems. Every answer carries \`x-request-id\`.`;

/** OpenAPI 3.1, made of the very schemas that validate. */
export function openApiDocument(routes: readonly DocumentedRoute[], version: string): Json {
  const components = new Map<string, unknown>();
  const paths = routes.map(({ route, operations }) => {
    const methods = Object.entries(operations).map(([method, spec]) => [
      method.toLowerCase(),
      describe(spec, components),
    ]);
    return [`/${route}`, Object.fromEntries(methods)] as const;
  });
  addSchema(problemSchema, 'output', components);
  return {
    openapi: '3.1.0',
    info: { title: 'Tastemaker', version, description: about },
    servers: [{ url: '/api' }],
    tags: tags.map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      responses: problemResponses,
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

const problemResponses = Object.fromEntries(
  Object.entries(problemKinds).map(([code, kind]) => [
    code,
    {
      description: kind.title,
      ...(kind.retryAfterSeconds !== undefined && {
        headers: { 'retry-after': { schema: { type: 'integer' }, description: 'Seconds' } },
      }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

function describe(spec: OperationSpec, components: Map<string, unknown>): Json {
  const { id, summary, description, tag, access, body } = spec;
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: access === 'open' ? [] : [{ key: [] }, { bearer: [] }, {}],
    parameters: [
      ...parametersOf('path', spec.params, components),
      ...parametersOf('query', spec.query, components),
      ...parametersOf('header', spec.headers, components),
    ],
    ...(body && { requestBody: requestBody(body, components) }),
    responses: { [spec.success.status]: successOf(spec, components), ...problemsOf(spec) },
  };
}

function parametersOf(
  where: 'path' | 'query' | 'header',
  schema: z.ZodType | undefined,
  components: Map<string, unknown>,
): readonly Json[] {
  if (!schema) return [];
  const object = addSchema(schema, 'input', components);
  const required = Array.isArray(object.required) ? object.required : [];
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(typeof property === 'object' && {
      description: property.description,
      schema: property,
      // Only where a value is needed: the viewer fills it in, and nobody wants a filter they did not write.
      ...(where === 'path' && { example: property.examples?.[0] }),
    }),
  }));
}

function requestBody(body: BodySpec<unknown>, components: Map<string, unknown>): Json {
  const content = body.mediaTypes.map((mediaType) => [
    mediaType,
    contentOf(body, mediaType, components),
  ]);
  return { required: !body.isOptional, content: Object.fromEntries(content) };
}

function contentOf(
  { schema, form, example }: BodySpec<unknown>,
  mediaType: MediaType,
  components: Map<string, unknown>,
): Json {
  switch (mediaType) {
    case 'application/json':
      return {
        schema: addSchema(schema, 'input', components),
        ...(example !== undefined && { example }),
      };
    case 'application/x-ndjson':
      return { schema: { type: 'string', description: 'One JSON object a line' } };
    case 'multipart/form-data':
      return form ? { schema: addSchema(form.schema, 'input', components) } : {};
  }
}

function successOf({ success }: OperationSpec, components: Map<string, unknown>): Json {
  const { description, schema, mediaType = 'application/json', example } = success;
  if (!schema) return { description };
  const shape = addSchema(schema, 'output', components);
  const content = { schema: shape, ...(example !== undefined && { example }) };
  return { description, content: { [mediaType]: content } };
}

function problemsOf({ access, body, params, problems = [] }: OperationSpec): Json {
  const codes: (ErrorCode | 'internal')[] = ['invalid', ...problems, 'unavailable', 'internal'];
  if (access !== 'open') codes.push('unauthenticated');
  if (access === 'admin') codes.push('forbidden');
  if (params && !codes.includes('not-found')) codes.push('not-found');
  if (body) codes.push('too-large', 'unsupported-media-type');
  const responses = codes.map((code) => [
    String(problemKinds[code].status),
    { $ref: `#/components/responses/${code}` },
  ]);
  return Object.fromEntries(responses);
}

/** Puts back what zod leaves out around transforms, and takes away what says nothing to a reader. */
function override({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const { examples, default: fallback } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
  if (fallback !== undefined) jsonSchema.default = fallback;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  // What an answer may hold beside the fields that are listed is left open, so that fields can be added.
  const isAnswer = zodSchema._zod.def.type === 'object' && !zodSchema._zod.def.catchall;
  if (isAnswer) delete jsonSchema.additionalProperties;
}

/** The JSON schema of `schema`; what carries a `meta({ id })` goes to the components and is referred to. */
function addSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, unknown>) {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', override });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs = {}, $schema: _, ...rest }: z.core.JSONSchema.JSONSchema = JSON.parse(text);
  for (const [name, definition] of Object.entries($defs)) components.set(name, definition);
  return rest;
}
