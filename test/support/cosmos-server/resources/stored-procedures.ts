import { z } from 'zod';
import { resourceId } from '../definitions/resource-id.js';
import { type Account, containerOf } from '../operation/account.js';
import { metadataUnits } from '../operation/request-units.js';
import { type Call, jsonBody, type Reply } from '../wire/call.js';
import { badRequest } from '../wire/service-error.js';

const procedure = z.strictObject({ id: resourceId, body: z.string().min(1) });

/** Keeps a stored procedure ("Create stored procedure"); none is ever run. */
export function createStoredProcedure(call: Call, account: Account): Reply {
  const { success, data, error } = procedure.safeParse(jsonBody(call));
  if (!success) throw badRequest(`The procedure is not valid: ${z.prettifyError(error)}`);
  const container = containerOf(call, account);
  const { id, body, timeSeconds } = account.store.scripts.create(container, data.id, data.body);
  const self = `${container.self}sprocs/${id}/`;
  return {
    status: 201,
    body: { id, body, _rid: container.rid, _self: self, _ts: timeSeconds },
    requestUnits: metadataUnits,
  };
}
