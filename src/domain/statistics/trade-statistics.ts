import { finiteOrNull, geometricMean, mean } from './mean.ts';
import { sampleStandardDeviation } from './standard-deviation.ts';

/** A closed round trip as the statistics see it. */
export interface ClosedTrade {
  /** Index of the bar it was entered and left on. */
  readonly entryBar: number;
  readonly exitBar: number;
  /** Profit after fees, in account currency. */
  readonly pnl: number;
  /** Profit as a percentage of the entry value. */
  readonly returnPct: number;
}

/** Closed trades in columns, all of one length. */
export type TradeColumns = { readonly [Field in keyof ClosedTrade]: Float64Array };

export interface TradeStatistics {
  readonly trades: number;
  readonly winRatePct: number | null;
  readonly bestTradePct: number | null;
  readonly worstTradePct: number | null;
  /** Geometric mean of the trades' returns. */
  readonly averageTradePct: number | null;
  /** Sum of winning returns over the sum of losing ones; null without losers. */
  readonly profitFactor: number | null;
  /** Arithmetic mean of the trades' returns. */
  readonly expectancyPct: number | null;
  /** √n × mean profit / standard deviation of profits (Van Tharp). */
  readonly systemQualityNumber: number | null;
  /** Win rate − loss rate / (mean win / mean loss) (Kelly 1956); null without a win and a loss. */
  readonly kellyCriterion: number | null;
}

/** Counts and averages over closed trades. Definitions of backtesting.py `_stats.py`; undefined figures are null. */
export function tradeStatistics({
  pnl: profits,
  returnPct,
}: Pick<TradeColumns, 'pnl' | 'returnPct'>): TradeStatistics {
  const { length } = profits;
  const returns = new Float64Array(length);
  const won = { count: 0, profit: 0, gain: 0 };
  const lost = { count: 0, profit: 0, gain: 0 };
  let best = Number.NEGATIVE_INFINITY;
  let worst = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const pnl = profits[i]!;
    const gain = returnPct[i]! / 100;
    returns[i] = gain;
    best = Math.max(best, gain);
    worst = Math.min(worst, gain);
    if (gain > 0) won.gain += gain;
    else if (gain < 0) lost.gain -= gain;
    const side = pnl > 0 ? won : pnl < 0 ? lost : undefined;
    if (!side) continue;
    side.count += 1;
    side.profit += pnl;
  }
  const winRate = length === 0 ? null : won.count / length;
  const deviation = sampleStandardDeviation(profits);
  const averageProfit = mean(profits);
  const averageWin = won.count === 0 ? null : finiteOrNull(won.profit / won.count);
  const averageLoss = lost.count === 0 ? null : finiteOrNull(lost.profit / lost.count);
  return {
    trades: length,
    winRatePct: asPercent(winRate),
    bestTradePct: length === 0 ? null : best * 100,
    worstTradePct: length === 0 ? null : worst * 100,
    averageTradePct: asPercent(geometricMean(returns)),
    profitFactor: ratio(won.gain, lost.gain),
    expectancyPct: asPercent(mean(returns)),
    systemQualityNumber:
      averageProfit === null || deviation === null
        ? null
        : ratio(Math.sqrt(length) * averageProfit, deviation),
    kellyCriterion:
      winRate === null || averageWin === null || averageLoss === null
        ? null
        : finiteOrNull(winRate - (1 - winRate) / (averageWin / -averageLoss)),
  };
}

/** Columns of trades that are told one by one. */
export function tradeColumns(trades: readonly ClosedTrade[]): TradeColumns {
  const column = (field: keyof ClosedTrade) => Float64Array.from(trades, (trade) => trade[field]);
  return {
    entryBar: column('entryBar'),
    exitBar: column('exitBar'),
    pnl: column('pnl'),
    returnPct: column('returnPct'),
  };
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : finiteOrNull(numerator / denominator);
}

function asPercent(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}
