import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EncoderModel } from '../../shared/domain/encoder-model.js';
import { encoderModel } from './encoders/encoder-model.js';

/** A hub on loopback that holds one model's files, answers ranges, and misbehaves as it is told. */
export class FileHub {
  readonly files = new Map<string, Uint8Array>();
  /** What was asked for, with the range if there was one. */
  readonly requests: string[] = [];
  /** Sends so many bytes and then nothing, until `breakOff`. */
  haltsAfter: number | undefined;
  /** Answers ranges with the whole file, as some hubs do. */
  ignoresRanges = false;
  status: number | undefined;
  readonly #server: Server;
  readonly #halted: ServerResponse[] = [];

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.address;
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** The manifest's entry for the files as they are now. */
  model(given: Partial<EncoderModel> = {}): EncoderModel {
    const files = [...this.files].map(([path, content]) => ({
      ...{ path, sizeBytes: content.byteLength },
      sha256: createHash('sha256').update(content).digest('hex'),
    }));
    return encoderModel({ files, ...given });
  }

  /** Cuts the connections that were halted. */
  breakOff(): void {
    this.haltsAfter = undefined;
    for (const response of this.#halted.splice(0)) response.destroy();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range } = request.headers;
    const path = /^\/some\/model\/resolve\/0{40}\/(.+)$/.exec(request.url ?? '')?.[1] ?? '';
    this.requests.push(range ? `${path} ${range}` : path);
    const content = this.files.get(path);
    if (this.status !== undefined || !content) {
      response.writeHead(this.status ?? 404).end('no');
      return;
    }
    const from = this.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    this.#send(response, content, from);
  }

  #send(response: ServerResponse, content: Uint8Array, from: number): void {
    const rest = content.subarray(from);
    const length = { 'content-length': String(rest.byteLength) };
    const part = `bytes ${from}-${content.byteLength - 1}/${content.byteLength}`;
    if (from > 0) response.writeHead(206, { ...length, 'content-range': part });
    else response.writeHead(200, length);
    if (this.haltsAfter === undefined) {
      response.end(rest);
      return;
    }
    this.#halted.push(response);
    response.write(rest.subarray(0, this.haltsAfter));
  }
}
