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
export function tradeStatistics(trades: readonly ClosedTrade[]): TradeStatistics {
  const profits = trades.map((trade) => trade.pnl);
  const returns = trades.map((trade) => trade.returnPct / 100);
  const wins = profits.filter((profit) => profit > 0);
  const losses = profits.filter((profit) => profit < 0);
  const winRate = trades.length === 0 ? null : wins.length / trades.length;
  const deviation = sampleStandardDeviation(profits);
  const averageProfit = mean(profits);
  const averageWin = mean(wins);
  const averageLoss = mean(losses);
  return {
    trades: trades.length,
    winRatePct: asPercent(winRate),
    bestTradePct: returns.length === 0 ? null : returns.reduce((a, b) => Math.max(a, b)) * 100,
    worstTradePct: returns.length === 0 ? null : returns.reduce((a, b) => Math.min(a, b)) * 100,
    averageTradePct: asPercent(geometricMean(returns)),
    profitFactor: ratio(sumWhere(returns, 1), sumWhere(returns, -1)),
    expectancyPct: asPercent(mean(returns)),
    systemQualityNumber:
      averageProfit === null || deviation === null
        ? null
        : ratio(Math.sqrt(trades.length) * averageProfit, deviation),
    kellyCriterion:
      winRate === null || averageWin === null || averageLoss === null
        ? null
        : finiteOrNull(winRate - (1 - winRate) / (averageWin / -averageLoss)),
  };
}

function sumWhere(values: readonly number[], sign: 1 | -1): number {
  return values.reduce((sum, value) => (value * sign > 0 ? sum + value * sign : sum), 0);
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : finiteOrNull(numerator / denominator);
}

function asPercent(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}
