import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { downloadBars } from '#agents/data-collector/download-bars';
import { SOURCE_CHECKS, validateSources } from '#agents/data-collector/validate-sources';
import { createDataWarehouse } from '#agents/data-warehouse/agent';
import { sourceCheck } from '#contract/services/trust';
import { barsFromRows } from '#domain/market/bar';
import type { ProviderDirectory } from '#engine/ports/data-provider';
import { readBarTrust, readTrust } from '#runtime/market-data/read-trust';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { DAYS, dayTime } from '#test/support/vendors/vendor';
import { alphaVantageVendor, finnhubVendor, yahooVendor } from '#test/support/vendors/vendors';
import { waitingClock } from '#test/support/waiting-clock';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const VENDORS = [yahooVendor, alphaVantageVendor, finnhubVendor];
const servers = new Map<string, VendorServer>();
const clock = waitingClock(NOW);

beforeAll(async () => {
  for (const { definition } of VENDORS) servers.set(definition.id, await startVendorServer());
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

const providers: ProviderDirectory = {
  ids: () => VENDORS.map(({ definition }) => definition.id),
  open(id) {
    const { definition } = VENDORS.find((vendor) => vendor.definition.id === id)!;
    const http = createFetchClient({
      provider: definition.name,
      baseUrl: servers.get(id)!.url,
      clock,
      log: quietLog(),
      random: () => 0,
      userAgent: 'test',
    });
    return definition.create({ http, key: 'test-key', now: () => NOW });
  },
};

/** Bars downloaded from Yahoo Finance, of which the fourth differs from what the others have. */
async function create() {
  for (const vendor of VENDORS) {
    const days = DAYS.map((day, i) =>
      vendor === yahooVendor && i === 3 ? { ...day, close: day.close * 0.995 } : day,
    );
    servers.get(vendor.definition.id)!.answer((url) => vendor.days(days, url));
  }
  const { market, documents, close } = openSqliteStores(temporaryFolder(), NOW);
  onTestFinished(close);
  await downloadBars(
    { symbol: 'AAPL', timeframe: '1d', from: dayTime('2024-01-01'), providers: ['yahoo-finance'] },
    { market, providers, now: NOW },
  );
  const warehouse = createDataWarehouse({
    market,
    clock,
    retention: { documents, retention: () => ({}) as never },
  });
  return {
    market,
    documents,
    validate: (request: object) =>
      validateSources(
        { symbol: 'AAPL', timeframe: '1d', ...request },
        { market, documents, providers, now: NOW },
      ),
    trust: { market, documents, warehouse, now: NOW },
  };
}

describe('source_validate', () => {
  it('names the stored bar that the two other providers of the chain do not have, and stores nothing of theirs', async () => {
    const { market, documents, validate, trust } = await create();
    const before = await market.readBars('AAPL', '1d');
    const check = await validate({});
    expect(check.asked.map(({ source }) => source)).toEqual(['alpha-vantage', 'finnhub']);
    expect(check).toMatchObject({ compared: 5, agreed: 4, disagreementsTotal: 1, scales: [], missing: [] });
    expect(check.disagreements).toMatchObject([
      { time: dayTime('2024-01-05'), verdict: 'stored-odd', suspects: ['stored'], fields: ['close'] },
    ]);
    expect(await market.readBars('AAPL', '1d')).toEqual(before);
    expect(sourceCheck.parse(documents.get(SOURCE_CHECKS, 'AAPL 1d', NOW))).toEqual(check);
    const told = await readTrust(trust, { symbol: 'AAPL', timeframe: '1d' });
    expect(told.stretches).toMatchObject([
      { source: 'yahoo-finance', kind: 'download', bars: 5, receivedFirst: NOW },
    ]);
    expect(told.disagreements).toEqual(check.disagreements);
    expect(told.lastCheck).toMatchObject({ checkedTime: NOW, compared: 5 });
    const bar = await readBarTrust(trust, { symbol: 'AAPL', timeframe: '1d', time: dayTime('2024-01-05') });
    expect(bar.disagreement?.verdict).toBe('stored-odd');
  });

  it('forgets the dispute of a bar that was replaced since', async () => {
    const { market, validate, trust } = await create();
    await validate({});
    await market.putBars('AAPL', '1d', barsFromRows([{ ...DAYS[3]!, time: dayTime('2024-01-05') }]), {
      source: 'corrected.csv',
      kind: 'file',
    });
    const told = await readTrust(trust, { symbol: 'AAPL', timeframe: '1d' });
    expect(told.disagreements).toEqual([]);
    expect(told.revised).toMatchObject({ bars: 1, times: [{ time: dayTime('2024-01-05'), revisions: 1 }] });
    const bar = await readBarTrust(trust, { symbol: 'AAPL', timeframe: '1d', time: dayTime('2024-01-05') });
    expect(bar).toMatchObject({
      source: 'corrected.csv',
      disagreement: null,
      revisions: [{ source: 'yahoo-finance', replacedBy: 'corrected.csv' }],
    });
  });

  it('goes on without a provider that fails, and says so when none is left', async () => {
    const { validate } = await create();
    servers.get('alpha-vantage')!.answer(() => alphaVantageVendor.unknownSymbol);
    const check = await validate({ providers: ['alpha-vantage', 'finnhub'] });
    expect(check.failures).toMatchObject([{ source: 'alpha-vantage' }]);
    expect(check.disagreements).toMatchObject([{ verdict: 'undecided', suspects: ['stored', 'finnhub'] }]);
    await expect(validate({ providers: ['alpha-vantage'] })).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('to compare with'),
    });
    await expect(validate({ symbol: 'AAPLE' })).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  });
});
