import { describe, expect, it } from 'vitest';
import { cosmosCatalogStore } from '../../../../../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { reportCall } from '../../../../../../shared/adapters/cloud/cosmos/report-call.js';
import { testServer } from '../../../../../support/cosmos-account.js';
import { RecordedTelemetry } from '../../../../../support/recorded-telemetry.js';
import { itemOf } from '../../../../../support/search-shop.js';

describe('Requests to Cosmos DB', () => {
  const account = testServer();

  it('are told of by kind and container, with what they cost, and not by what for', async () => {
    const telemetry = new RecordedTelemetry();
    const connection = await account.connect({ telemetry });
    const catalog = cosmosCatalogStore(connection);
    await catalog.upsert([itemOf('secret-mug')]);
    expect(await catalog.get('secret-mug')).toBeDefined();
    expect(await catalog.get('none')).toBeUndefined();
    await connection.close();
    const told = telemetry.dependencies.filter(({ name }) => name.endsWith(' in shop'));
    expect(told.length).toBeGreaterThan(1);
    for (const { target, isOk, durationMs } of told) {
      expect({ target, isOk }).toEqual({ target: 'cosmos db', isOk: true });
      expect(durationMs).toBeGreaterThan(0);
    }
    expect(told.find(({ name }) => name === 'read docs in shop')?.requestUnits).toBeGreaterThan(0);
    expect(told.map(({ result }) => result)).toContain('404');
    expect(JSON.stringify(telemetry.dependencies)).not.toContain('secret');
  });

  it.each([
    [
      { code: 429, requestUnits: 1 },
      { isOk: false, result: '429' },
    ],
    [
      { code: 400, requestUnits: 1 },
      { isOk: false, result: '400' },
    ],
    [
      { code: 400, substatus: 1004, requestUnits: 1 },
      { isOk: true, result: '400' },
    ],
    [
      { code: 412, requestUnits: 1 },
      { isOk: true, result: '412' },
    ],
    [
      { code: 'ECONNRESET', requestUnits: 0 },
      { isOk: false, result: 'ECONNRESET' },
    ],
    [
      { code: undefined, requestUnits: 0 },
      { isOk: false, result: 'no answer' },
    ],
  ])('fail where the service does: %o', (answered, outcome) => {
    const telemetry = new RecordedTelemetry();
    reportCall(telemetry, { path: '/dbs/d' })(answered);
    expect(telemetry.dependencies).toMatchObject([{ name: 'ask', ...outcome }]);
  });

  it('that found nothing new are only added up', () => {
    const telemetry = new RecordedTelemetry();
    reportCall(telemetry, {})({ code: 304, requestUnits: 1 });
    expect(telemetry.dependencies).toEqual([]);
    expect(telemetry.metrics).toMatchObject([{ name: 'idle-look-request-units', value: 1 }]);
  });
});
