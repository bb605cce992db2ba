import { connect, type Socket } from 'node:net';

/** A connection that speaks no more HTTP than it is told to. */
export function open(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  return connect(Number(port), hostname);
}

/** Everything the server sends until it closes the connection. */
export async function received(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  // A server that gives up on a client may reset the connection after its last word.
  socket.on('error', () => undefined);
  socket.on('data', (piece: string) => {
    text += piece;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** Sends the text as it is and returns the whole answer; the request should ask to close the connection. */
export function exchange(origin: string, text: string): Promise<string> {
  const socket = open(origin);
  socket.write(text);
  return received(socket);
}
