import type { SourceField } from '../../domain/source-product.js';

export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A secret: never to be shown. */
  readonly password: string | undefined;
  /** Table or view, `products` or `shop.products`. */
  readonly table: string;
  /** Which column holds what, where it is not called as ours is (`image_url`); null for what is not to be read. */
  readonly columns: Readonly<Partial<Record<SourceField, string | null>>>;
  /** Whether to insist on TLS, with a certificate that Node trusts. */
  readonly isEncrypted: boolean;
  /** Of one page; the server gives up then. */
  readonly statementTimeoutMs: number;
  /** What the server calls our connections: of this source alone, of at most 63 bytes. */
  readonly session: string;
}

/** Products read at a time: some milliseconds of work for us, and few scans of a view that no index helps. */
export const pageRows = 500;
