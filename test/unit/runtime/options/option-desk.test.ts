import { describe, expect, it } from 'vitest';
import { optionSymbol } from '#domain/instruments/option-contract';
import { parseDecimal } from '#domain/values/decimal';
import { analyseLegs } from '#runtime/options/analyse-legs';
import { openSampleEngine, openTestEngine } from '#test/support/test-engine';

const FILE = `symbol,date,expiration,strike,type,bid,ask,underlying_price,open_interest
AAPL,2026-11-20,2026-12-18,140,C,13.0,13.2,151,10
AAPL,2026-11-20,2026-12-18,140,P,1.5,1.6,151,11
AAPL,2026-11-20,2026-12-18,150,C,6.2,6.4,151,12
AAPL,2026-11-20,2026-12-18,150,P,4.6,4.8,151,13
AAPL,2026-11-20,2026-12-18,160,C,2.1,2.2,151,14
AAPL,2026-11-20,2026-12-18,160,P,15.9,16.1,151,15
AAPL,2026-11-20,2027-01-15,150,C,8.2,8.5,151,16
AAPL,2026-11-20,2026-12-18,170,C,9.0,8.0,151,17
`;
const symbolOf = (strike: string, right: 'call' | 'put' = 'call'): string =>
  optionSymbol({ underlying: 'AAPL', strike: parseDecimal(strike), expiration: '2026-12-18', right });

describe('chains from a file', () => {
  async function imported() {
    const engine = await openTestEngine();
    const report = await engine.options.importText('chain.csv', FILE);
    return { engine, report };
  }

  it('are kept, and what cannot be right is in quarantine with its line', async () => {
    const { engine, report } = await imported();
    expect(report).toMatchObject({ rowsRead: 8, rowsQuarantined: 1, rowsOlder: 0 });
    expect(report.reasons[0]).toBe('chain.csv line 9: bid 9 is above ask 8 (row set aside)');
    expect(report.chains).toEqual([
      { underlying: 'AAPL', quoteTime: Date.parse('2026-11-20T21:00:00Z'), contracts: 7, expirations: 2 },
    ]);
    const { rows } = await engine.stores.market.quarantine(10);
    expect(rows).toMatchObject([{ symbol: 'AAPL', source: 'chain.csv', line: 9 }]);
  });

  it('are valued as of their own moment, with the strikes nearest to the spot', async () => {
    const { engine } = await imported();
    const chain = await engine.options.chain({ underlying: 'AAPL', strikes: 2 });
    expect(chain).toMatchObject({
      source: { id: 'imported', isSimulated: false },
      expiration: { date: '2026-12-18', days: 28, isMonthly: true },
      spot: 151,
      atTheMoney: 150,
      strikesListed: 3,
      assumptions: { ratePct: 4, dividendYieldPct: 0 },
    });
    expect(chain.rows.map(({ strike }) => strike)).toEqual([140, 150]);
    const [, row] = chain.rows;
    expect(row!.call!.openInterest).toBe(12);
    expect(row!.call!.volatilityPct).toBeGreaterThan(25);
    expect(row!.call!.greeks!.delta).toBeGreaterThan(0.5);
  });

  // Would catch: a fault of parity that nobody sees.
  it('say where call and put contradict each other', async () => {
    const { engine } = await imported();
    const { rows } = await engine.options.chain({ underlying: 'AAPL', strikes: 3 });
    expect(rows.map(({ parity }) => parity?.kind ?? null)).toEqual([null, null, 'put-rich']);
    expect(rows[2]!.parity!.text).toContain('the put is');
  });

  it('a spread is priced at best, middle and natural, and analysed', async () => {
    const { engine } = await imported();
    const legs = [
      { symbol: symbolOf('150'), side: 'buy' as const, ratio: 1 },
      { symbol: symbolOf('160'), side: 'sell' as const, ratio: 1 },
    ];
    const analysis = await analyseLegs(engine.options, { underlying: 'AAPL', legs });
    expect(analysis.name).toBe('vertical');
    expect(analysis.net).toEqual({ best: 4, middle: 4.15, natural: 4.3, used: 4.15 });
    expect(analysis.result!.isExact).toBe(true);
    expect(analysis.result!.maxLoss).toBeCloseTo(-415, 9);
    expect(analysis.result!.maxProfit).toBeCloseTo(585, 9);
    expect(analysis.result!.breakEvens).toHaveLength(1);
    expect(analysis.result!.breakEvens[0]).toBeCloseTo(154.15, 9);
    const cheaper = await analyseLegs(engine.options, { underlying: 'AAPL', legs, netPrice: 4 });
    expect(cheaper.result).toMatchObject({ cost: 400, maxLoss: -400 });
  });

  it('shares count by the unit: a covered call is priced for one of them', async () => {
    const { engine } = await imported();
    const legs = [
      { symbol: 'AAPL', side: 'buy' as const, ratio: 100 },
      { symbol: symbolOf('160'), side: 'sell' as const, ratio: 1 },
    ];
    const { name, net, multiplier, result } = await analyseLegs(engine.options, { underlying: 'AAPL', legs });
    expect(name).toBe('covered-call');
    expect(net.middle).toBeCloseTo(151 - 2.15, 9);
    expect(multiplier).toBe(100);
    expect(result!.cost).toBeCloseTo(14_885, 6);
  });

  it('a leg that is not listed has no result but a reason, one on something else is refused', async () => {
    const { engine } = await imported();
    const ask = (symbol: string) =>
      analyseLegs(engine.options, { underlying: 'AAPL', legs: [{ symbol, side: 'buy', ratio: 1 }] });
    const strange = await ask(symbolOf('155'));
    expect(strange.legs[0]!.fault).toBe('not in the chain of this source');
    expect(strange.problem).toContain('enter a net price');
    await expect(ask('MSFT261218C00150000')).rejects.toThrow('is an option on MSFT, not on AAPL');
    await expect(ask('AAPL')).rejects.toThrow('none of these legs is an option');
  });
});

describe('sources of chains', () => {
  it('are told with what each needs; one that is not ready is refused with that', async () => {
    const { options } = await openTestEngine();
    const sources = options.sources('AAPL');
    expect(sources.map(({ id, isReady }) => [id, isReady])).toEqual([
      ['alpaca-options', false],
      ['schwab-options', false],
      ['interactive-brokers-options', false],
      ['imported', false],
      ['simulated', true],
    ]);
    const ask = (source: string) => options.expirations({ underlying: 'AAPL', source });
    await expect(ask('alpaca-options')).rejects.toThrow('OCTOPUS_ALPACA_OPTIONS_KEY');
    await expect(ask('nobody')).rejects.toThrow('unknown source of options "nobody"');
    await expect(ask('simulated')).rejects.toThrow('no price of AAPL is known');
  });

  it('simulated chains say so and begin at the time of the last price', async () => {
    const { options } = await openSampleEngine();
    const chain = await options.chain({ underlying: 'AAPL', strikes: 5 });
    expect(chain.source).toMatchObject({ id: 'simulated', name: 'SIMULATED', isSimulated: true });
    expect(chain.expiration.date).toBe('2013-03-08');
    expect(chain.spotTime).toBe(Date.parse('2013-03-01T21:00:00Z'));
    expect(chain.rows.every(({ parity }) => parity === null)).toBe(true);
    await expect(options.expirations({ underlying: 'EURUSD' })).rejects.toThrow(
      'no options are simulated on EURUSD',
    );
  });
});

describe('quotes of single options', () => {
  it('come from the chain of a market, and simulated ones only when asked for', async () => {
    const { options } = await openTestEngine();
    await options.importText('chain.csv', FILE);
    const symbols = [symbolOf('150'), symbolOf('155')];
    const quotes = await options.quotesOf(symbols, { isSimulated: false });
    expect(quotes.map(({ symbol, bid, ask }) => [symbol, bid, ask])).toEqual([[symbols[0], 6.2, 6.4]]);
    await expect(options.quotesOf(symbols, { isSimulated: true })).rejects.toThrow(
      'no price of AAPL is known',
    );
  });
});
