import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { allocateQuotes, allocateTrades } from '#domain/market/tick-columns';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const data = join(suiteFolder(), 'data');
const NOON = Date.UTC(2024, 0, 2, 12);

describe('octopus ticks', () => {
  beforeAll(async () => {
    expect(await runCli(['ticks'], { data })).toMatchObject({ code: 0 });
    const stores = openSqliteStores(data, 0);
    const trades = allocateTrades(3);
    trades.time.set([NOON, NOON + 0.25, NOON + 1_000]);
    trades.price.set([42_000.5, 42_001, 42_002]);
    trades.size.set([0.1, 0.2, Number.NaN]);
    trades.sequence.set([7, 8, Number.NaN]);
    await stores.market.putTrades('BTCUSDT', trades);
    const quotes = allocateQuotes(1);
    quotes.time[0] = NOON;
    quotes.bid[0] = 1;
    quotes.ask[0] = 2;
    await stores.market.putQuotes('EURUSD', quotes);
    stores.close();
  });

  it('lists what is stored', async () => {
    const { out } = await runCli(['ticks', '--format', 'csv'], { data });
    expect(out.split('\n').slice(0, 3)).toEqual([
      'symbol,kind,ticks,first,last',
      'BTCUSDT,trades,3,2024-01-02T12:00:00.000Z,2024-01-02T12:00:01.000Z',
      'EURUSD,quotes,1,2024-01-02T12:00:00.000Z,2024-01-02T12:00:00.000Z',
    ]);
  });

  it('prints trades of a range, unknown parts empty, in whatever case the symbol is given', async () => {
    const { out } = await runCli(['ticks', 'btcusdt', '--format', 'csv'], { data });
    expect(out).toBe(
      'time,price,size,sequence\n2024-01-02T12:00:00.000Z,42000.5,0.1,7\n2024-01-02T12:00:00.000250Z,42001,0.2,8\n2024-01-02T12:00:01.000Z,42002,,\n',
    );
    const newest = await runCli(
      ['ticks', 'BTCUSDT', '--limit', '1', '--to', '2024-01-02T12:00:01', '--format', 'json'],
      { data },
    );
    expect(JSON.parse(newest.out)).toEqual([
      { time: '2024-01-02T12:00:00.000250Z', price: 42_001, size: 0.2, sequence: 8 },
    ]);
  });

  it('prints quotes', async () => {
    const { out } = await runCli(['ticks', 'EURUSD', '--kind', 'quotes', '--format', 'csv'], { data });
    expect(out).toBe('time,bid,ask,bidSize,askSize,sequence\n2024-01-02T12:00:00.000Z,1,2,0,0,0\n');
  });

  it('names a symbol or kind that is not there', async () => {
    expect(await runCli(['ticks', 'BTCUSD'], { data })).toMatchObject({
      code: 1,
      error: expect.stringContaining('BTCUSDT'),
    });
    expect(await runCli(['ticks', 'EURUSD'], { data })).toMatchObject({
      code: 1,
      error: expect.stringContaining('EURUSD has no trades; it has quotes'),
    });
    expect(await runCli(['ticks', 'EURUSD', '--limit', '50001'], { data })).toMatchObject({ code: 2 });
  });
});
