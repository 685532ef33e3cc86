import { describe, expect, it } from 'vitest';
import { expirationTime, isMonthlyExpiration, usualExpirations } from '#domain/options/expiration';
import type { OptionQuote } from '#domain/options/option-chain';
import { readChainCsv } from '#domain/options/read-chain-csv';
import { simulatedChain } from '#domain/options/simulated-chain';
import { quotesByStrike, valueRow } from '#domain/options/value-chain';

const NOW = Date.parse('2026-11-20T20:00:00Z');
const market = { spot: 150, now: NOW, rate: 0.04, dividendYield: 0.005 };

describe('expirations', () => {
  it('end with the session in New York, in winter and summer, on half days and on Saturdays of old', () => {
    expect(new Date(expirationTime('2026-12-18')).toISOString()).toBe('2026-12-18T21:00:00.000Z');
    expect(new Date(expirationTime('2026-07-17')).toISOString()).toBe('2026-07-17T20:00:00.000Z');
    expect(new Date(expirationTime('2026-11-27')).toISOString()).toBe('2026-11-27T18:00:00.000Z');
    expect(new Date(expirationTime('2013-03-16')).toISOString()).toBe('2013-03-15T20:00:00.000Z');
  });

  it('of the third Friday are monthly, of the Thursday before a closed one too', () => {
    expect(isMonthlyExpiration('2026-12-18')).toBe(true);
    expect(isMonthlyExpiration('2026-12-11')).toBe(false);
    // Good Friday of 2019 was the third Friday.
    expect(isMonthlyExpiration('2019-04-18')).toBe(true);
  });

  it('as usual are ascending, each once, and none is past', () => {
    const dates = usualExpirations(NOW);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(dates[0]).toBe('2026-11-20');
    expect(dates.filter(isMonthlyExpiration)).toHaveLength(13);
    expect(usualExpirations(Date.parse('2026-11-20T21:00:01Z'))[0]).toBe('2026-11-27');
  });
});

describe('a simulated chain', () => {
  const quotes = simulatedChain({ ...market, underlying: 'AAPL', expiration: '2026-12-18', volatility: 0.3 });
  const rows = quotesByStrike(quotes).map((row) => valueRow(row, market, NOW));

  // Would catch: a made-up surface that a person could trade against without risk.
  it('has no fault: parity holds, no spread is crossed, dearer strikes are dearer', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const { call, put, parity } of rows) {
      expect(parity).toBeNull();
      expect([call?.fault, put?.fault]).toEqual([null, null]);
      for (const quote of [call!.quote, put!.quote]) expect(quote.bid ?? 0).toBeLessThan(quote.ask!);
    }
    const asks = rows.map(({ call }) => call!.quote.ask!);
    expect([...asks].sort((a, b) => b - a)).toEqual(asks);
  });

  it('implies the volatility it was made with, skewed towards low strikes', () => {
    const atTheMoney = rows.find(({ strike }) => strike === 150)!;
    expect(Math.abs(atTheMoney.call!.volatility! - 0.3)).toBeLessThan(0.01);
    const low = rows.find(({ strike }) => strike === 140)!;
    expect(low.put!.volatility!).toBeGreaterThan(atTheMoney.put!.volatility! + 0.005);
  });

  it('makes up no trades', () => {
    expect(
      quotes.every(({ last, volume, openInterest, bidSize }) =>
        [last, volume, openInterest, bidSize].every((v) => v === null),
      ),
    ).toBe(true);
  });
});

describe('quotes of a strike', () => {
  const quote = (symbol: string, bid: number | null, ask: number | null, age = 0): OptionQuote => ({
    symbol,
    bid,
    ask,
    bidSize: null,
    askSize: null,
    last: null,
    volume: null,
    openInterest: null,
    quoteTime: NOW - age,
    impliedVolatility: null,
  });
  const row = (call: OptionQuote, put: OptionQuote) => valueRow({ strike: 150, call, put }, market, NOW);
  const CALL = 'AAPL261218C00150000';
  const PUT = 'AAPL261218P00150000';

  it('break parity when one can be sold for more than the other and the underlying cost', () => {
    expect(row(quote(CALL, 9, 9.1), quote(PUT, 4, 4.1)).parity).toMatchObject({ kind: 'call-rich' });
    expect(row(quote(CALL, 2, 2.1), quote(PUT, 6, 6.1)).parity).toMatchObject({ kind: 'put-rich' });
    expect(row(quote(CALL, 5.4, 5.5), quote(PUT, 5, 5.1)).parity).toBeNull();
  });

  it('that are older than the newest by a quarter of an hour are stale', () => {
    const { call, put } = row(quote(CALL, 5.4, 5.5, 900_001), quote(PUT, 5, 5.1));
    expect([call!.isStale, put!.isStale]).toEqual([true, false]);
  });

  it('that are crossed or below exercise say so, and borrow the other right’s volatility for their Greeks', () => {
    const crossed = row(quote(CALL, 5.6, 5.5), quote(PUT, 5, 5.1));
    expect(crossed.call!.fault).toContain('crossed');
    expect(crossed.call!.volatility).toBeNull();
    expect(crossed.call!.greeks!.delta).toBeCloseTo(0.53, 1);
    const cheap = valueRow(
      { strike: 120, call: quote('AAPL261218C00120000', 28, 29), put: null },
      market,
      NOW,
    );
    expect(cheap.call!.fault).toContain('no volatility explains it');
  });
});

describe('chains from files', () => {
  const CBOE = `underlying_symbol,quote_date,root,expiration,strike,option_type,open,high,low,close,trade_volume,bid_size_eod,bid_eod,ask_size_eod,ask_eod,underlying_bid_eod,underlying_ask_eod,open_interest
AAPL,2026-11-19,AAPL,2026-12-18,150.000,C,5,5,5,5.0000,10,1,4.9,2,5.0,149.99,150.01,100
AAPL,2026-11-20,AAPL,2026-12-18,150.000,C,5,5,5,5.1000,812,12,5.0000,30,5.1000,150.99,151.01,10422
AAPL,2026-11-20,AAPL,2026-12-18,150.000,P,4,4,4,0.0000,0,0,0.0000,30,3.1000,150.99,151.01,9
`;

  it('are read as of their newest day, with what is told and null for what is not', () => {
    const { chains, rowsRead, rowsOlder, refused } = readChainCsv(CBOE);
    expect({ rowsRead, rowsOlder, refused }).toEqual({ rowsRead: 3, rowsOlder: 1, refused: [] });
    expect(chains).toHaveLength(1);
    const [chain] = chains;
    expect(chain).toMatchObject({
      underlying: 'AAPL',
      spot: 151,
      quoteTime: Date.parse('2026-11-20T21:00:00Z'),
    });
    expect(chain!.quotes).toEqual([
      {
        symbol: 'AAPL261218C00150000',
        bid: 5,
        ask: 5.1,
        bidSize: 12,
        askSize: 30,
        last: 5.1,
        volume: 812,
        openInterest: 10422,
        quoteTime: Date.parse('2026-11-20T21:00:00Z'),
        impliedVolatility: null,
      },
      expect.objectContaining({ symbol: 'AAPL261218P00150000', bid: null, ask: 3.1, last: null, volume: 0 }),
    ]);
  });

  it('bear OSI symbols or parts, dates either way and times of New York', () => {
    const { chains } = readChainCsv(`Contract Symbol,Quote Time,Bid,Ask,IV
SPXW  261120P05000000,2026-11-20 15:45,10.1,10.3,0.21
`);
    expect(chains[0]).toMatchObject({
      underlying: 'SPX',
      quoteTime: Date.parse('2026-11-20T20:45:00Z'),
      spot: null,
    });
    expect(chains[0]!.quotes[0]).toMatchObject({ symbol: 'SPXW261120P05000000', impliedVolatility: 0.21 });
    const parts = readChainCsv(`ticker,date,expiry,strike,type,bid,ask
BRK.B,11/20/2026,12/18/2026,400,put,1,2
`);
    expect(parts.chains[0]!.quotes[0]!.symbol).toBe('BRKB261218P00400000');
  });

  it.each([
    ['AAPL,2026-11-20,2026-12-18,150,X,1,2', 'is no standard option'],
    ['AAPL,2026-11-20,2026-12-18,0,C,1,2', 'is no standard option'],
    ['AAPL,soon,2026-12-18,150,C,1,2', 'is no date'],
    ['AAPL,2026-12-21,2026-12-18,150,C,1,2', 'had expired'],
    ['AAPL,2026-11-20,2026-12-18,150,C,3,2', 'bid 3 is above ask 2'],
    ['AAPL,2026-11-20,2026-12-18,150,C,-1,2', 'is no price'],
  ])('%s is set aside', (line, reason) => {
    const { refused, chains } = readChainCsv(`symbol,date,expiration,strike,type,bid,ask\n${line}\n`);
    expect(chains).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason).toMatch(/^line 2: .+ \(row set aside\)$/);
    expect(refused[0]!.reason).toContain(reason);
  });

  it('without the columns of a chain are refused with what is missing', () => {
    expect(() => readChainCsv('date,open,high,low,close\n2026-01-01,1,1,1,1\n')).toThrow(
      /no column for underlying, expiration, strike, right, bid, ask/,
    );
  });
});
