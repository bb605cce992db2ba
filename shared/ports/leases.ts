/** The right to be the only one doing something, until it ends or is not renewed in time. */
export interface Lease {
  /** False where it was lost: it ran out and another may hold it. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Locks across all instances that a dead holder loses. */
export interface Leases {
  /** Undefined while another holds it. `ttlMs`: how long it lasts without renewal. */
  acquire(name: string, ttlMs: number): Promise<Lease | undefined>;
}
