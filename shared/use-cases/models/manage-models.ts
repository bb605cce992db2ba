import type { Clock } from '../../ports/runtime.js';
import type { ListedVersion, ModelRegistry } from './model-registry.js';
import { type ModelState, modelState } from './model-state.js';
import type { Reload, ServeModels, ServingStatus } from './serve-models.js';

export interface ModelStatus extends ServingStatus {
  /** The version that all processes are to serve. */
  readonly wanted?: string;
  readonly state: ModelState;
}

/** What who runs this may see and do about the models. */
export interface ManageModels {
  list(): Promise<readonly ListedVersion[]>;
  /** Rolls back or forward, for all processes; tells how this one took it. Throws as the registry's `activate` does. */
  activate(version: string): Promise<ModelStatus & Reload>;
  /** Looks now, and tries again what could not be loaded. */
  reload(): Promise<ModelStatus & Reload>;
  status(): Promise<ModelStatus>;
}

export function makeManageModels(dependencies: {
  readonly registry: ModelRegistry;
  readonly serveModels: ServeModels;
  readonly clock: Clock;
}): ManageModels {
  const { registry, serveModels, clock } = dependencies;
  async function status(): Promise<ModelStatus> {
    const wanted = (await registry.serving())?.value;
    const now = serveModels.status();
    return { ...now, ...(wanted !== undefined && { wanted }), state: modelState(now, clock()) };
  }
  async function reload(): Promise<ModelStatus & Reload> {
    const outcome = await serveModels.check(true);
    return { ...(await status()), ...outcome };
  }
  return {
    list: registry.list,
    async activate(version) {
      await registry.activate(version);
      return reload();
    },
    reload,
    status,
  };
}
