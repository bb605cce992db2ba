import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** With TLS, by a certificate that nobody trusts: clients send tokens of Microsoft Entra ID no other way. */
export function createListener(isTls: boolean, answer: RequestListener): Server {
  return isTls ? createTlsServer(certificate(), answer) : createServer(answer);
}

/** The one that comes with the third party's server. Whoever connects must not check it. */
function certificate() {
  const main = createRequire(import.meta.url).resolve('@vercel/cosmosdb-server');
  const read = (name: string) => readFileSync(join(dirname(main), '..', name));
  return { key: read('key.pem'), cert: read('cert.pem') };
}
