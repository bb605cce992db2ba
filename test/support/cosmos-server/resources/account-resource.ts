import { metadataUnits } from '../operation/request-units.js';
import type { Call, Reply } from '../wire/call.js';

/** The account ("Get database account"): one region, which is this server, with session consistency. */
export function accountResource({ origin }: Call): Reply {
  const location = { name: 'Loopback', databaseAccountEndpoint: `${origin}/` };
  return {
    status: 200,
    body: {
      id: 'loopback',
      _self: '',
      _rid: 'loopback.documents.azure.com',
      _dbs: '//dbs/',
      media: '//media/',
      addresses: '//addresses/',
      writableLocations: [location],
      readableLocations: [location],
      enableMultipleWriteLocations: false,
      userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    },
    requestUnits: metadataUnits,
  };
}
