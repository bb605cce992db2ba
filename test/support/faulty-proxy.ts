import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What is to go wrong with one answer. */
export interface Fault {
  /** Whether it is this request's; the first that says so has it. */
  strikes(method: string, url: string): boolean;
  /** The connection breaks after so many bytes of the body; 0: before the head of the answer. */
  readonly cutAfterBytes: number;
  /** Done once it is broken, before anything else is let through. */
  afterwards?(): Promise<void>;
}

/** Stands before an HTTP server of this machine and spoils the answers that it is told to, each once, refusals apart. */
export async function faultyProxy(targetPort: number, faults: Fault[]): Promise<number> {
  let done: Promise<void> = Promise.resolve();
  const server = createServer(async (incoming, outgoing) => {
    await done;
    const { method = '', url = '' } = incoming;
    const answer = await forward(incoming, targetPort);
    const isRefusal = (answer.statusCode ?? 500) >= 400;
    const at = isRefusal ? -1 : faults.findIndex((fault) => fault.strikes(method, url));
    const [fault] = at < 0 ? [] : faults.splice(at, 1);
    if (fault === undefined) {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    } else {
      done = cut(answer, outgoing, fault).then(() => fault.afterwards?.());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function forward(incoming: IncomingMessage, port: number): Promise<IncomingMessage> {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', ...{ port, method, path: url, headers } });
  incoming.pipe(onward);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  return answer;
}

async function cut(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  { cutAfterBytes }: Fault,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  if (cutAfterBytes > 0) {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    const head = Buffer.concat(pieces).subarray(0, cutAfterBytes);
    await new Promise((resolve) => outgoing.write(head, resolve));
  }
  outgoing.destroy();
}
