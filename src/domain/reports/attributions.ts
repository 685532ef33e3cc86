import { type AttributionRow, attributeBy } from '../performance/group-attribution.ts';
import type { MeasuredTrade } from '../performance/measured-trade.ts';
import type { TearSheetAttribution } from './tear-sheet.ts';
import type { TearSheetInput } from './tear-sheet-input.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What trades made by side, symbol, strategy, sector, year of exit, weekday and hour of entry (UTC), as far as they differ. */
export function attributions({ trades, cash, timeframe, columns }: TearSheetInput): TearSheetAttribution[] {
  const lastTime = columns.time[columns.time.length - 1]!;
  const by = (
    name: string,
    nameOf: (trade: MeasuredTrade) => string,
    order?: (a: AttributionRow, b: AttributionRow) => number,
  ): TearSheetAttribution => {
    const rows = attributeBy(trades, nameOf, cash);
    return { by: name, rows: order ? [...rows].sort(order) : rows };
  };
  const byName = (a: AttributionRow, b: AttributionRow): number => (a.name < b.name ? -1 : 1);
  const byProfit = (a: AttributionRow, b: AttributionRow): number => b.pnl - a.pnl;
  const byWeekday = (a: AttributionRow, b: AttributionRow): number =>
    ((WEEKDAYS.indexOf(a.name) + 6) % 7) - ((WEEKDAYS.indexOf(b.name) + 6) % 7);
  const isIntraday = timeframe !== '1d';
  const all = [
    by('side', (trade) => trade.side, byName),
    by('symbol', (trade) => trade.symbol, byProfit),
    by('strategy', (trade) => trade.strategy, byProfit),
    ...(trades.some(({ sector }) => sector !== undefined)
      ? [by('sector', (trade) => trade.sector ?? 'not known', byProfit)]
      : []),
    by('year', (trade) => String(new Date(trade.exitTime ?? lastTime).getUTCFullYear()), byName),
    by('weekday', (trade) => WEEKDAYS[new Date(trade.entryTime).getUTCDay()]!, byWeekday),
    ...(isIntraday
      ? [
          by(
            'hour',
            (trade) => `${String(new Date(trade.entryTime).getUTCHours()).padStart(2, '0')}:00`,
            byName,
          ),
        ]
      : []),
  ];
  return all.filter(({ by: name, rows }) => rows.length > 1 || (name === 'side' && rows.length === 1));
}
