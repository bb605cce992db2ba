import type { CosmosConfig } from '../../shared/config/store-variables.js';
import type { ShopReader } from './open-shop-reader.js';

export function openCosmosSnapshot(_: CosmosConfig): Promise<ShopReader> {
  throw new Error('not yet');
}
