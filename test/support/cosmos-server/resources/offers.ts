import { z } from 'zod';
import type { Account } from '../operation/account.js';
import { metadataUnits } from '../operation/request-units.js';
import { type Call, jsonBody, type Reply } from '../wire/call.js';
import { notImplemented } from '../wire/service-error.js';

const throughput = 400;
const ofResource = /^select \* from root where root\.resource = "\/?(.+?)\/?"$/i;
const body = z.object({ query: z.string() });

/** The throughput of a container ("Query offers"), for which the SDK asks by the container's own link and no other way. */
export function queryOffers(call: Call, { store }: Account): Reply {
  const { query } = body.parse(jsonBody(call));
  const self = ofResource.exec(query)?.[1];
  if (self === undefined) throw notImplemented(`the query of offers ${query}`);
  const containers = store.databases.all().flatMap((each) => store.containers.all(each));
  const offers = containers
    .filter((each) => each.self === `${self}/`)
    .map(({ rid, etag, timeSeconds, number }) => {
      const id = `o${number}`;
      const content = { offerThroughput: throughput };
      const resource = { resource: `${self}/`, offerType: 'Invalid', offerResourceId: rid };
      const own = { _rid: id, _self: `offers/${id}/`, _etag: etag, _ts: timeSeconds };
      return { id, offerVersion: 'V2', content, ...resource, ...own };
    });
  const reply = { _rid: '', Offers: offers, _count: offers.length };
  return { status: 200, body: reply, requestUnits: metadataUnits };
}
