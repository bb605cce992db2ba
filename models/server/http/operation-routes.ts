import type { Embedders } from '../embedders.js';
import type { Lifecycle } from '../lifecycle.js';
import type { Metrics } from '../metrics.js';
import { jsonAnswer, type Route } from './route.js';

/** What whoever runs the server asks it. */
export function operationRoutes(
  embedders: Embedders,
  lifecycle: Lifecycle,
  metrics: Metrics,
): readonly Route[] {
  const get = { method: 'GET', isOpen: true, isWork: false } as const;
  const encoders = () =>
    [embedders.text, embedders.image, embedders.imageText].flatMap((each) =>
      each ? [{ name: each.name, space: each.space, ...each.device() }] : [],
    );
  return [
    {
      ...{ ...get, path: '/healthz' },
      handle: async () =>
        jsonAnswer({ status: 'ok', state: lifecycle.state, encoders: encoders() }),
    },
    {
      ...{ ...get, path: '/readyz' },
      async handle() {
        lifecycle.demandReady();
        return jsonAnswer({ status: 'ok' });
      },
    },
    {
      ...{ ...get, path: '/metrics', isOpen: false },
      handle: async () => ({
        status: 200,
        headers: { 'content-type': metrics.contentType },
        body: await metrics.text(),
      }),
    },
  ];
}
