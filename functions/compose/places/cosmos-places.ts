import type { CosmosConfig } from '../../../shared/config/store-variables.js';
import type { Config } from '../../../shared/config.js';
import type { Runtime } from '../runtime.js';
import type { StorePlaces } from './places.js';

export function cosmosPlaces(_: CosmosConfig, __: Config, ___: Runtime): Promise<StorePlaces> {
  throw new Error('not yet');
}
