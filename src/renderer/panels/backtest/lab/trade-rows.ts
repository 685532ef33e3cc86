import type { BacktestResult } from '#contract/services/backtests';
import type { TearSheetTrade } from '#domain/reports/tear-sheet';
import type { IndicatorChoice } from '../../../charts/live-indicators.ts';
import type { ChartMarker } from '../../../charts/price-chart.ts';
import { formatNumber, formatSignedPercent } from '../../../format/number.ts';

export type TradeRow = BacktestResult['trades'][number] & {
  /** Its place in the run, from 1. */
  readonly id: string;
  /** Furthest against and for it, percent of the entry price; null where not measured. */
  readonly maePct: number | null;
  readonly mfePct: number | null;
  /** Profit of this trade and all before it. */
  readonly runningPnl: number;
};

/**
 * Trades with their place and, where the tear sheet has the very same ones at their end, how far price went against and
 * for them. A sheet keeps the newest 2,000 only.
 */
export function tradeRows(
  trades: BacktestResult['trades'],
  measured: readonly TearSheetTrade[] | null,
): TradeRow[] {
  const offset = trades.length - (measured?.length ?? 0);
  let runningPnl = 0;
  return trades.map((trade, place) => {
    const its = measured?.[place - offset];
    const isSame = its !== undefined && its.side === trade.side && its.bars === trade.bars;
    runningPnl += trade.pnl;
    return {
      ...trade,
      id: String(place + 1),
      runningPnl,
      maePct: isSame ? its.maePct : null,
      mfePct: isSame ? its.mfePct : null,
    };
  });
}

/** Entries and exits as marks on the bars: a long trade buys and sells, a short one sells and buys. */
export function tradeMarkers(trades: readonly TradeRow[]): ChartMarker[] {
  return trades.flatMap((trade) => {
    const { id, side, quantity, entryTime, entryPrice, exitTime, exitPrice, returnPct } = trade;
    const opens = side === 'long' ? ('buy' as const) : ('sell' as const);
    const size = formatNumber(quantity, Number.isInteger(quantity) ? 0 : 2);
    const entry: ChartMarker = {
      time: entryTime,
      side: opens,
      text: `#${id} ${side} ${size} @ ${formatNumber(entryPrice)}`,
    };
    if (exitTime === null) return [entry];
    return [
      entry,
      {
        time: exitTime,
        side: opens === 'buy' ? 'sell' : 'buy',
        text: `#${id} left @ ${formatNumber(exitPrice)}, ${formatSignedPercent(returnPct)}`,
      },
    ];
  });
}

/** The indicators a built-in strategy decides by, to be drawn beside its trades. */
export function strategyIndicators(
  strategy: string,
  parameters: Readonly<Record<string, number>>,
): IndicatorChoice[] {
  const of = (
    slug: string,
    name: string,
    extra: Readonly<Record<string, number>> = {},
  ): IndicatorChoice[] => {
    const period = parameters[name];
    return period === undefined ? [] : [{ slug, parameters: { period, ...extra } }];
  };
  switch (strategy) {
    case 'sma-crossover':
      return [...of('simple-moving-average', 'fast'), ...of('simple-moving-average', 'slow')];
    case 'rsi-reversal':
      return of('relative-strength-index', 'period');
    case 'breakout':
      return of('donchian-channels', 'entry');
    default:
      return [];
  }
}
