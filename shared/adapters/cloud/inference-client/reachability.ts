import type { Telemetry } from '../../../ports/runtime.js';

/** What the last request tells of the server. */
export interface InferenceHealth {
  readonly isReachable: boolean;
  /** Why not, or why no vectors of it are used. */
  readonly reason?: string;
}

/** Keeps what is known of the server, and reports when it changes: not every request that fails. */
export class Reachability {
  readonly #telemetry: Telemetry;
  #health: InferenceHealth = { isReachable: true };

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  get health(): InferenceHealth {
    return this.#health;
  }

  answered(): void {
    if (!this.#health.isReachable) this.#telemetry.event('inference server is back');
    this.#health = { isReachable: true };
  }

  failed(reason: string): void {
    if (this.#health.isReachable) this.#telemetry.event('inference server fails', { reason });
    this.#health = { isReachable: false, reason };
  }
}
