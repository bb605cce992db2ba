import type { ServerHealth } from '../../../ports/encoders.js';
import type { Telemetry } from '../../../ports/runtime.js';

/** Keeps what is known of the server, and reports when it changes: not every request that fails. */
export class Reachability {
  readonly #telemetry: Telemetry;
  #health: ServerHealth = { isReachable: true };

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  get health(): ServerHealth {
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
