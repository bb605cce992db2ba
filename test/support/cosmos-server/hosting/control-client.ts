import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** Asks a server something that is no part of the protocol; the answer, as text. Rejects where it is refused. */
export async function askControl(url: string, body?: object): Promise<string> {
  const options = { method: body === undefined ? 'GET' : 'POST', agent: false };
  const outgoing = url.startsWith('https:')
    ? tlsRequest(url, { ...options, rejectUnauthorized: false })
    : request(url, options);
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
  const answer = await textOf(incoming);
  if (incoming?.statusCode !== 200) throw new Error(`The server refused ${url}: ${answer}`);
  return answer;
}

async function textOf(message: IncomingMessage | undefined): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
