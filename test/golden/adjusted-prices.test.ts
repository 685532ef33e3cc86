import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBarFile } from '#agents/data-collector/bar-file';
import { importBars } from '#agents/data-collector/import-bars';
import type { Adjustment, CorporateAction } from '#domain/market/corporate-action';
import { readAdjustedBars } from '#engine/market/read-adjusted-bars';
import { GoldenCsv, hasSharedData, sharedData } from '#test/support/golden-csv';
import { openMarketStore } from '#test/support/market-store';

const NOW = Date.UTC(2020, 0, 1);
const split = (time: number, value: number): CorporateAction => ({
  kind: 'split',
  time,
  value,
  isInPrices: false,
});
const dividend = (time: number, value: number): CorporateAction => ({
  ...split(time, value),
  kind: 'dividend',
});
/** As Apple published them; the file ends before the split of 2014. */
const APPLE = [
  split(Date.UTC(2000, 5, 21), 2),
  split(Date.UTC(2005, 1, 28), 2),
  dividend(Date.UTC(2012, 7, 9), 2.65),
  dividend(Date.UTC(2012, 10, 7), 2.65),
  dividend(Date.UTC(2013, 1, 7), 2.65),
];

async function imported(name: string) {
  const market = openMarketStore();
  const text = readFileSync(`${sharedData}prices/daily/${name}.csv`, 'utf8');
  const report = await importBars(market, {
    fileName: `${name}.csv`,
    text,
    symbol: 'A',
    timeframe: '1d',
    now: NOW,
  });
  const closes = async (adjust: Adjustment) =>
    (await readAdjustedBars(market, 'A', '1d', { adjust })).bars.close;
  return { market, report, closes };
}

describe.skipIf(!hasSharedData)('prices adjusted on reading', () => {
  it('of AAPL as traded equal the adjusted closes of the source, to its two decimals, on all 3,270 days', async () => {
    const { market, report, closes } = await imported('AAPL_2000-2013');
    expect(report).not.toHaveProperty('prices');
    expect(await market.putCorporateActions('A', APPLE)).toBe(5);
    expect(await market.putCorporateActions('A', APPLE)).toBe(0);
    const adjusted = await closes('all');
    const expected = new GoldenCsv('prices/daily/AAPL_2000-2013.csv').column('adj_close');
    expect(adjusted.length).toBe(3_270);
    // The source was read after two more dividends, which the file does not reach.
    const later = (1 - 3.05 / 463.84) * (1 - 3.05 / 464.98);
    const differences = expected.map((value, i) => Math.abs(value - adjusted[i]! * later));
    expect(Math.max(...differences)).toBeLessThan(0.0151);
  });

  it('of AAPL go on over its splits as the adjusted closes do', async () => {
    const { market, closes } = await imported('AAPL_2000-2013');
    await market.putCorporateActions('A', APPLE);
    const adjusted = await closes('splits');
    const golden = new GoldenCsv('prices/daily/AAPL_2000-2013.csv').column('adj_close');
    const bars = await market.readBars('A', '1d');
    for (const { time } of APPLE.slice(0, 2)) {
      const at = bars.time.indexOf(time);
      for (let i = at - 5; i < at + 5; i++) {
        // Dividends came later, so both series differ by one factor here.
        const factor = golden[at]! / adjusted[at]!;
        expect(Math.abs(adjusted[i]! * factor - golden[i]!)).toBeLessThan(0.011);
      }
    }
  });

  it.each([
    ['AAPL_2012-2014_divsplit', 7, 1],
    ['KO_2012-2014_divsplit', 2, 1],
  ])('of %s, restated at the source, are not restated again', async (name, ratio, splits) => {
    const { market, report, closes } = await imported(name);
    expect(report.prices).toBe('adjusted');
    const actions = await market.corporateActions('A');
    expect(report.corporateActions).toBe(actions.length);
    expect(actions.filter((one) => one.kind === 'split')).toMatchObject([{ value: ratio, isInPrices: true }]);
    expect(splits).toBe(1);
    const stored = (await market.readBars('A', '1d')).close;
    expect(await closes('splits')).toEqual(stored);
    const all = await closes('all');
    expect(all[0]).toBeLessThan(stored[0]!);
    expect(all.at(-1)).toBe(stored.at(-1));
  });

  it('can be told to be as traded against all appearance', () => {
    const text = readFileSync(`${sharedData}prices/daily/KO_2012-2014_divsplit.csv`, 'utf8');
    const file = readBarFile({ fileName: 'KO.csv', text, timeframe: '1d', now: NOW, prices: 'raw' });
    expect(file.actions!.every((action) => !action.isInPrices)).toBe(true);
  });
});
