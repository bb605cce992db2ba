import { randomUUID } from 'node:crypto';
import Module from 'node:module';

/** The little of the Functions worker's `@azure/functions-core` that registration and HTTP invocation need. */
type Data = Readonly<Record<string, unknown>>;
type Callback = (...inputs: unknown[]) => unknown;

interface Binding {
  readonly type: string;
  readonly route?: string;
  readonly authLevel?: string;
  readonly methods?: readonly string[];
}

interface Registered {
  readonly metadata: {
    readonly name: string;
    readonly bindings: Readonly<Record<string, Binding>>;
  };
  readonly callback: Callback;
}

interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ readonly returnValue?: unknown }>;
}

interface ProgrammingModel {
  getInvocationModel(core: Data): InvocationModel;
}

export interface WorkerRequest {
  readonly method: string;
  /** With the route prefix. */
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WorkerResponse {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes?: Uint8Array };
}

export class FunctionsWorker {
  readonly functions = new Map<string, Registered>();
  readonly #terminate: Callback[] = [];
  #model: ProgrammingModel | undefined;

  /** From now on `require('@azure/functions-core')` in this process gives this worker's. Undo by the returned function. */
  install(): () => void {
    const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
    const load = loader._load;
    const core = this.#core();
    loader._load = (request, ...rest) =>
      request === '@azure/functions-core' ? core : Reflect.apply(load, loader, [request, ...rest]);
    return () => {
      loader._load = load;
    };
  }

  /** What the host does before it ends. */
  async terminate(): Promise<void> {
    for (const callback of this.#terminate) await callback({});
  }

  #core() {
    class Disposable {}
    return {
      version: '4.0.0',
      hostVersion: '4.1037.0',
      Disposable,
      log: () => undefined,
      registerHook: (name: string, callback: Callback) => {
        if (name === 'appTerminate') this.#terminate.push(callback);
        return new Disposable();
      },
      setProgrammingModel: (model: ProgrammingModel) => {
        this.#model = model;
      },
      getProgrammingModel: () => this.#model,
      registerFunction: (metadata: Registered['metadata'], callback: Callback) => {
        if (this.functions.has(metadata.name)) throw new Error(`${metadata.name} exists already`);
        this.functions.set(metadata.name, { metadata, callback });
        return new Disposable();
      },
    };
  }

  /** Calls a registered HTTP function as the host does in buffered mode. */
  async invoke(name: string, request: WorkerRequest): Promise<WorkerResponse> {
    const found = this.functions.get(name);
    if (!found || !this.#model) throw new Error(`no function ${name} is registered`);
    const model = this.#model.getInvocationModel(coreContext(found.metadata, request));
    const { context, inputs } = await model.getArguments();
    const result = await model.invokeFunction(context, inputs, found.callback);
    const { returnValue } = await model.getResponse(context, result);
    return (returnValue as { readonly http: WorkerResponse }).http;
  }
}

function coreContext(metadata: Registered['metadata'], request: WorkerRequest): Data {
  const invocationId = randomUUID();
  const [trigger = ''] = Object.keys(metadata.bindings);
  const data = { http: toRpc(request) };
  return {
    invocationId,
    metadata,
    log: () => undefined,
    request: { invocationId, inputData: [{ name: trigger, data }], triggerMetadata: {} },
  };
}

function toRpc({ method, url, params = {}, headers = {}, body }: WorkerRequest): Data {
  const { searchParams, href } = new URL(url, 'http://localhost:7071');
  const query: Record<string, string> = {};
  for (const key of searchParams.keys()) query[key] = searchParams.getAll(key).join(',');
  return {
    method,
    url: href,
    nullableHeaders: nullable(headers),
    nullableParams: nullable(params),
    nullableQuery: nullable(query),
    ...(body !== undefined && { body: { bytes: Buffer.from(body) } }),
  };
}

const nullable = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
