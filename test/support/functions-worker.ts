import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as startRequest,
} from 'node:http';
import Module from 'node:module';
import { text } from 'node:stream/consumers';

/** The little of the Functions worker's `@azure/functions-core` that registration and invocation need. */
type Data = Readonly<Record<string, unknown>>;
type Callback = (...inputs: unknown[]) => unknown;

interface Binding {
  readonly type: string;
  readonly route?: string;
  readonly authLevel?: string;
  readonly methods?: readonly string[];
  readonly queueName?: string;
  readonly connection?: string;
  readonly containerName?: string;
  readonly leaseContainerName?: string;
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
  getResponse(context: unknown, result: unknown): Promise<unknown>;
}

interface ProgrammingModel {
  getInvocationModel(core: Data): InvocationModel;
  getCapabilities(capabilities: Data): Promise<{ readonly HttpUri?: string }>;
}

export interface WorkerRequest {
  readonly method: string;
  /** With the route prefix. */
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class FunctionsWorker {
  readonly functions = new Map<string, Registered>();
  readonly #terminate: Callback[] = [];
  #model: ProgrammingModel | undefined;
  #httpUri: string | undefined;
  /** The host keeps its connections. */
  readonly #agent = new Agent({ keepAlive: true });

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

  /** What the worker does once the entry file has run. */
  async start(): Promise<void> {
    this.#httpUri = (await this.#model?.getCapabilities({}))?.HttpUri;
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

  /**
   * Calls an HTTP function as the host does where the worker streams: the request itself goes to the worker's server, and
   * all that is known of it goes beside. Settles with the head of the answer.
   */
  async open(name: string, request: WorkerRequest): Promise<IncomingMessage> {
    const invocationId = randomUUID();
    const outgoing = this.#forward(invocationId, request);
    const failed = this.#invoke(name, {
      invocationId,
      data: { http: {} },
      triggerMetadata: metadataOf(request),
    }).then(
      () => new Promise<never>(() => undefined),
      (error: Error) => {
        outgoing.destroy();
        throw error;
      },
    );
    const [response] = (await Promise.race([once(outgoing, 'response'), failed])) as [
      IncomingMessage,
    ];
    return response;
  }

  /** The whole answer. */
  async ask(name: string, request: WorkerRequest) {
    const response = await this.open(name, request);
    const { statusCode: status, headers } = response;
    return { status, headers, body: await text(response) };
  }

  /** Calls a queue's function with a message; rejects where the host would let it fail. */
  async deliver(name: string, message: string, triggerMetadata: Data = {}): Promise<void> {
    const invocationId = randomUUID();
    await this.#invoke(name, { invocationId, data: { string: message }, triggerMetadata });
  }

  /** Calls a change trigger's function with documents, as `deliver`. */
  async tell(name: string, documents: readonly unknown[]): Promise<void> {
    const data = { json: JSON.stringify(documents) };
    await this.#invoke(name, { invocationId: randomUUID(), data, triggerMetadata: {} });
  }

  #forward(invocationId: string, request: WorkerRequest): ClientRequest {
    const { method, url, headers, body } = request;
    if (this.#httpUri === undefined) throw new Error('the worker does not stream');
    const outgoing = startRequest(new URL(url, this.#httpUri), {
      method,
      agent: this.#agent,
      headers: {
        ...headers,
        ...lengthOf(request),
        'x-ms-invocation-id': invocationId,
        'x-forwarded-host': 'localhost:7071',
        'x-forwarded-proto': 'http',
      },
    });
    outgoing.end(body);
    return outgoing;
  }

  async #invoke(
    name: string,
    {
      invocationId,
      data,
      triggerMetadata,
    }: {
      readonly invocationId: string;
      readonly data: Data;
      readonly triggerMetadata: Data;
    },
  ): Promise<void> {
    const found = this.functions.get(name);
    if (!found || !this.#model) throw new Error(`no function ${name} is registered`);
    const { metadata, callback } = found;
    const [trigger = ''] = Object.keys(metadata.bindings);
    const model = this.#model.getInvocationModel({
      invocationId,
      metadata,
      log: () => undefined,
      request: { invocationId, inputData: [{ name: trigger, data }], triggerMetadata },
    });
    const { context, inputs } = await model.getArguments();
    await model.getResponse(context, await model.invokeFunction(context, inputs, callback));
  }
}

function lengthOf({ body, headers = {} }: WorkerRequest): Readonly<Record<string, string>> {
  if (body === undefined || 'transfer-encoding' in headers) return {};
  return { 'content-length': String(Buffer.byteLength(body)) };
}

/** What the host tells of a request: the values of the query beside those of the route, which come last. */
function metadataOf(request: WorkerRequest): Data {
  const { url, params = {}, headers = {} } = request;
  const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const strings = Object.entries({ ...query, ...params });
  return {
    Headers: { json: JSON.stringify({ ...headers, ...lengthOf(request) }) },
    Query: { json: JSON.stringify(query) },
    ...Object.fromEntries(strings.map(([name, string]) => [name, { string }])),
  };
}
