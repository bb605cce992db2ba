import {
  activateModel,
  getModelStatus,
  getModels,
  reloadModel,
} from '../../shared/contracts/models.js';
import type { Manifest, ModelEntry } from '../../shared/domain/model-version.js';
import type { ManageModels, ModelStatus } from '../../shared/use-cases/models/manage-models.js';
import type { ListedVersion } from '../../shared/use-cases/models/model-registry.js';
import type { Reload } from '../../shared/use-cases/models/serve-models.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** `/admin/models`, `/admin/reload-model` and `/admin/model-status` */
export function modelTriggers(
  dependencies: EndpointDependencies & { readonly manageModels: ManageModels },
): readonly ApiTrigger[] {
  const { manageModels } = dependencies;
  const list = operation(getModels, async () => ({
    body: { models: (await manageModels.list()).map(fromVersion) },
  }));
  const activate = operation(activateModel, async ({ params }) => ({
    body: fromReload(await manageModels.activate(params.version)),
  }));
  const reload = operation(reloadModel, async () => ({
    body: fromReload(await manageModels.reload()),
  }));
  const status = operation(getModelStatus, async () => ({
    body: fromStatus(await manageModels.status()),
  }));
  const routes = [
    { name: 'models', route: 'admin/models', operations: { GET: list } },
    {
      name: 'activate-model',
      route: 'admin/models/{version}/activate',
      operations: { POST: activate },
    },
    { name: 'reload-model', route: 'admin/reload-model', operations: { POST: reload } },
    { name: 'model-status', route: 'admin/model-status', operations: { GET: status } },
  ];
  return routes.map((route) => httpTrigger(route, dependencies));
}

function fromVersion(listed: ListedVersion) {
  const { version, isServing: serving } = listed;
  return 'manifest' in listed
    ? { version, serving, ...fromManifest(listed.manifest) }
    : { version, serving, problem: listed.problem };
}

function fromManifest({ createdAt, parent, seed, data, verdict, models }: Manifest) {
  const { isPublished: published, reason, difference } = verdict;
  return {
    created_at: toIso(createdAt),
    ...{ parent, seed },
    data: {
      ...{ from: toIso(data.from), to: toIso(data.to), num_events: data.events },
      ...{ num_users: data.shoppers, num_items: data.items },
    },
    verdict: { published, reason, difference },
    metrics: byModel(models, ({ metrics }) => metrics),
    parameters: byModel(models, ({ parameters }) => parameters),
    figures: byModel(models, ({ figures }) => figures),
    size_bytes: byModel(models, ({ files }) =>
      files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ),
    kept_from: byModel(models, ({ keptFrom }) => keptFrom),
  };
}

const byModel = <T>(models: readonly ModelEntry[], value: (model: ModelEntry) => T) =>
  Object.fromEntries(models.map((model) => [model.name, value(model)]));

function fromReload(outcome: ModelStatus & Reload) {
  const { isReloaded: reloaded, reason, loaded, previousLoadedAt, problem } = outcome;
  const data = loaded?.manifest.data;
  return {
    success: problem === undefined,
    message: reason,
    details: {
      ...{ reloaded, reason, version: loaded?.manifest.version ?? null },
      previous_reload_time: toIsoOrNull(previousLoadedAt),
      current_reload_time: toIsoOrNull(loaded?.loadedAt),
      ...{ num_users: data?.shoppers ?? 0, num_items: data?.items ?? 0 },
    },
  };
}

function fromStatus({ state, wanted, loaded, previousLoadedAt, health, problem }: ModelStatus) {
  return {
    status: state,
    serving_version: wanted ?? null,
    loaded_version: loaded?.manifest.version ?? null,
    loaded_at: toIsoOrNull(loaded?.loadedAt),
    previous_reload_time: toIsoOrNull(previousLoadedAt),
    models: health.map(({ name, isLoaded, size, answered, failed, lastFailure }) => ({
      ...{ name, loaded: isLoaded, num_items: size, answered, failed },
      last_error: lastFailure ? withTime(lastFailure) : null,
    })),
    problem: problem ? withTime(problem) : null,
  };
}

const withTime = <T extends { readonly at: number }>(told: T) => ({ ...told, at: toIso(told.at) });

const toIso = (time: number) => new Date(time).toISOString();
const toIsoOrNull = (time: number | undefined) => (time === undefined ? null : toIso(time));
