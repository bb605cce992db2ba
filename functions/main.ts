import { app } from '@azure/functions';
import { parseConfig } from '../shared/config.js';
import { compose } from './compose.js';
import { azureHandler, azureMethods } from './host/azure-exchange.js';

// A bad configuration throws here, which keeps the host from starting a half-made app.
const tastemaker = await compose(parseConfig(process.env));

for (const trigger of tastemaker.triggers) {
  if (trigger.kind === 'http') {
    app.http(trigger.name, {
      route: trigger.route,
      methods: [...azureMethods],
      // The endpoint checks keys itself, so that every host does it alike.
      authLevel: 'anonymous',
      handler: azureHandler(trigger),
    });
  }
  if (trigger.kind === 'timer') {
    const { name, schedule } = trigger;
    app.timer(name, { schedule, handler: () => trigger.handle() });
  }
}

app.hook.appTerminate(() => tastemaker.close());
