import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { OctopusError } from '#contract/errors';
import { connectEngine } from '#contract/rpc/connect-channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import { downloadReport } from '#contract/services/market-data';
import type { Engine, EngineOptions } from '#runtime/engine/create-engine';
import { OPTION_SOURCES } from '#runtime/market-data/option-sources';
import { createRouter } from '#runtime/services/create-router';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { DAYS } from '#test/support/vendors/vendor';
import { alphaVantageVendor, binanceVendor, yahooVendor } from '#test/support/vendors/vendors';
import { waitingClock } from '#test/support/waiting-clock';

async function vendor(): Promise<VendorServer> {
  const server = await startVendorServer();
  onTestFinished(() => server.close());
  return server;
}

async function open(server: VendorServer, options: Partial<EngineOptions> = {}) {
  const overrides = { 'yahoo-finance': { baseUrl: server.url }, binance: { baseUrl: server.url } };
  return openTestEngine({ providerOverrides: overrides, ...options });
}

describe('providers of an engine', () => {
  it('a download is a task whose end is journaled, and the provider is known to be well', async () => {
    const server = await vendor();
    server.answer((url) => yahooVendor.days(DAYS, url));
    const engine = await open(server);
    const { id } = engine.orchestrator.submit({
      agent: 'data_collector',
      type: 'api_fetch',
      data: { symbol: 'AAPL' },
      lane: 3,
    });
    const { task, result } = await engine.orchestrator.settled(id);
    expect(task).toMatchObject({ state: 'done', summary: 'Yahoo Finance AAPL as AAPL: 5 of 5 rows stored' });
    expect(downloadReport.parse(result)).toMatchObject({ provider: 'yahoo-finance', rowsStored: 5 });
    const [record] = engine.journal.store.readNewest({ kind: 'DataImported', limit: 1 });
    expect(JSON.parse(record?.payload ?? '')).toEqual({
      symbol: 'AAPL',
      timeframe: '1d',
      source: 'Yahoo Finance AAPL',
      rowsRead: 5,
      rowsStored: 5,
      rowsDuplicate: 0,
      rowsQuarantined: 0,
    });
    expect(engine.providers.list()[0]).toMatchObject({
      id: 'yahoo-finance',
      access: 'unofficial',
      keyVariable: null,
      health: 'ok',
      lastError: null,
      budget: [{ left: 59 }, { left: 999 }],
    });
  });

  it('health and budget outlive a restart; a symbol that does not exist is no illness', async () => {
    const dataFolder = temporaryFolder();
    const server = await vendor();
    server.answer(() => ({ status: 403, body: { error: 'no' } }));
    const first = await open(server, { dataFolder });
    await expect(
      first.collector.downloadBars({ symbol: 'X', timeframe: '1d', providers: ['binance'] }),
    ).rejects.toThrow('Binance: it refuses the request with 403');
    await first.stop();
    const second = await open(server, { dataFolder });
    const binance = () => second.providers.list().find(({ id }) => id === 'binance');
    expect(binance()).toMatchObject({
      health: 'failing',
      lastError: { kind: 'unauthorised' },
      budget: [{ left: 1_499 }],
    });
    server.answer(() => binanceVendor.unknownSymbol);
    await expect(
      second.collector.downloadBars({ symbol: 'X', timeframe: '1d', providers: ['binance'] }),
    ).rejects.toMatchObject({ kind: 'not-found', code: 'PROVIDER_FAILED' });
    expect(binance()).toMatchObject({ health: 'ok' });
  });

  it('a task takes no address and no variable name from a client, which could lead keys astray', async () => {
    const engine = await open(await vendor());
    for (const more of [{ baseUrl: 'https://evil.example' }, { keyVariable: 'AWS_SECRET_ACCESS_KEY' }])
      expect(() =>
        engine.orchestrator.submit({
          agent: 'data_collector',
          type: 'api_fetch',
          data: { symbol: 'AAPL', ...more },
          lane: 3,
        }),
      ).toThrow(OctopusError);
  });

  it('the 26th request of a day to Alpha Vantage is not sent, whatever restarts in between', async () => {
    vi.stubEnv('OCTOPUS_ALPHA_VANTAGE_KEY', 'a-key-of-a-test');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await vendor();
    server.answer((url) => alphaVantageVendor.days(DAYS, url));
    const options = {
      dataFolder: temporaryFolder(),
      providerOverrides: { 'alpha-vantage': { baseUrl: server.url } },
      // Its sleeps pass at once, so five a minute take five minutes of its time.
      clock: waitingClock(Date.parse('2024-01-10T23:58:00Z')),
    };
    const download = (engine: Engine) =>
      engine.collector.downloadBars({ symbol: 'IBM', timeframe: '1d', providers: ['alpha-vantage'] });
    for (const count of [12, 13]) {
      const engine = await openTestEngine(options);
      for (let sent = 0; sent < count; sent++) await download(engine);
      await engine.stop();
    }
    const engine = await openTestEngine(options);
    await expect(download(engine)).rejects.toThrow(
      /^Alpha Vantage: the budget of 25 requests a day is used up; retry in 2\d hours/,
    );
    expect(server.requests).toHaveLength(25);
  });

  it('a client lists providers and starts a download, over the wire', async () => {
    const server = await vendor();
    server.answer((url) => yahooVendor.days(DAYS, url));
    const engine = await open(server);
    const [near, far] = createMemoryChannelPair();
    serveChannel(createRouter(engine), far, { client: 'server' }, { log: quietLog() });
    onTestFinished(() => near.close());
    const api = connectEngine(near);
    const ids = (await api.marketData.providers()).map(({ id }) => id);
    const options = OPTION_SOURCES.map(({ id }) => id);
    expect(ids).toEqual([...new Set([...engine.providers.ids(), ...engine.providers.newsIds(), ...options])]);
    const { id } = await api.marketData.download({ symbol: 'AAPL', providers: ['yahoo-finance'] });
    const { result } = await api.agents.taskResult({ id, waitMs: 10_000 });
    expect(downloadReport.parse(result)).toMatchObject({ provider: 'yahoo-finance', rowsStored: 5 });
  });

  it('a cancelled download ends as cancelled and stores nothing', async () => {
    const server = await vendor();
    const engine = await open(server);
    const asked = new Promise<void>((resolve) =>
      server.answer(() => {
        resolve();
        return { isSilent: true };
      }),
    );
    const { id } = engine.orchestrator.submit({
      agent: 'data_collector',
      type: 'download',
      data: { symbol: 'AAPL', providers: ['yahoo-finance'] },
      lane: 3,
    });
    await asked;
    engine.orchestrator.cancel(id);
    expect((await engine.orchestrator.settled(id)).task.state).toBe('cancelled');
    expect(await engine.stores.market.series()).toEqual([]);
  });
});
