import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importFile } from '#agents/data-collector/import/import-file';
import type { ImportReport } from '#contract/services/import';
import { openImportSource } from '#runtime/market-data/import-sources';
import { openMarketStore } from '#test/support/market-store';

const ROOT = '../shared/data';
const NOW = Date.UTC(2026, 0, 1);
const isThere = existsSync(`${ROOT}/README.md`);

/** Path and rows of each file, as the list that came with them says. */
const FILES = isThere
  ? readFileSync(`${ROOT}/README.md`, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const cells = line.split('|').map((cell) => cell.trim());
        return /^(prices|rates)\//.test(cells[1] ?? '') ? [{ path: cells[1]!, rows: Number(cells[5]) }] : [];
      })
  : [];

const isTable = (path: string) => /portfolio\/|rates\//.test(path);

/** Rows set aside for a reason known beforehand; everywhere else there are none. */
const QUARANTINED: Readonly<Record<string, number>> = {
  // An open and a close beyond high and low by rounding.
  'prices/daily/SPY_2007-2017.csv': 2,
  // A trade at 0.06 on 2017-04-15, between days at 1170: a misprint by the look of it, which a person may release.
  'prices/crypto/BTCUSD_daily_2014-2018_trades.csv': 1,
};

/** Values that are missing in a file: holidays, and the years before a share was listed. */
const BLANK: Readonly<Record<string, number>> = {
  'prices/daily/VIX_2014-2019.csv': 46,
  'prices/daily/WTI_1986-2019.csv': 290,
  'prices/portfolio/pypfopt_stock_prices_1989-2018.csv.gz': 35_589,
  'rates/us_treasury_curves_1990-2017.csv': 4_832,
};

/** What a file holds, told from its name. */
function contentOf(path: string): string {
  if (isTable(path) || path.includes('returns')) return 'table';
  if (/VIX|WTI/.test(path)) return 'closes';
  if (path.includes('_ticks_')) return 'quotes';
  return path.includes('_quotes.') ? 'quote-bars' : 'bars';
}

function timeframeOf(path: string): string {
  if (path.includes('_ticks_')) return 'tick';
  return /_1min_/.test(path) ? '1m' : path.includes('_1sec_') ? '1s' : path.includes('_hour_') ? '1h' : '1d';
}

const sumOf = ({
  rowsStored,
  rowsDuplicate,
  rowsQuarantined,
  rowsBlank = 0,
}: Omit<ImportReport, 'timeframe' | 'source'>) => rowsStored + rowsDuplicate + rowsQuarantined + rowsBlank;

// Catches a row that is neither stored nor told of, a layout that is no longer understood, a rule that real prices break.
describe.skipIf(!isThere)('every real file imports, its rows as many as were told', () => {
  it('the list names them all', () => expect(FILES.length).toBe(31));

  it.each(FILES)('$path: $rows rows', async ({ path, rows }) => {
    const market = openMarketStore();
    const source = await openImportSource(`${ROOT}/${path}`);
    const isReturns = path.includes('total_returns');
    const request = {
      now: NOW,
      ...(isTable(path) ? {} : { symbol: 'X' }),
      ...(isReturns ? { mapping: { as: 'values' as const } } : {}),
    };
    const report = await importFile(market, source, request);
    const series = report.series ?? [report];
    for (const one of series) {
      expect(one.rowsRead).toBe(rows);
      expect(sumOf(one)).toBe(rows);
    }
    expect(report.rowsRead).toBe(rows * series.length);
    expect(report.rowsQuarantined).toBe(QUARANTINED[path] ?? 0);
    expect(report.rowsDuplicate).toBe(0);
    expect(report.rowsBlank).toBe(BLANK[path]);
    expect([report.content, report.timeframe]).toEqual([contentOf(path), timeframeOf(path)]);
    const stored = [
      ...(await market.series()).map(({ bars }) => bars),
      ...(await market.tickSeries()).map(({ ticks }) => ticks),
    ];
    expect(stored.reduce((sum, count) => sum + count, 0)).toBe(report.rowsStored);
  });

  it('returns are refused as prices, with a sentence', async () => {
    const source = await openImportSource(`${ROOT}/prices/daily/SPY_total_returns_1993-2018.csv`);
    await expect(importFile(openMarketStore(), source, { symbol: 'SPY', now: NOW })).rejects.toThrow(
      /holds returns, not prices .*--as values/,
    );
  });

  it('bid and ask make bars of the side that is asked for', async () => {
    const closes: number[] = [];
    for (const side of ['bid', 'mid', 'ask'] as const) {
      const market = openMarketStore();
      const source = await openImportSource(`${ROOT}/prices/fx/EURUSD_daily_2007-2018_quotes.csv`);
      await importFile(market, source, { symbol: 'EURUSD', now: NOW, mapping: { side } });
      closes.push((await market.readBars('EURUSD', '1d')).close[0]!);
    }
    expect(closes).toEqual([1.32095, 1.32145, 1.32195]);
  });
});
