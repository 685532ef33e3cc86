import type { StrategyRunConfiguration } from '#contract/services/strategy-runs';
import type { BarColumns } from '#domain/market/bar';
import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';
import type { TradingCosts } from '#domain/orders/trading-costs';
import type { RiskLimits } from '#domain/risk/risk-limits';
import type { AccountRequest } from '../simulation/backtest/account-request.ts';
import { playedSymbol } from '../simulation/decision-tape.ts';

/** What a run has seen of one symbol. */
export interface SeenMarket {
  readonly symbol: string;
  /** Those of its warm-up and those made of its ticks. */
  readonly bars: BarColumns;
  readonly trades?: TradeColumns;
  readonly quotes?: QuoteColumns;
}

/** The account as it was when a run began, and what its venue costs. */
export interface RunBeginning {
  readonly time: number;
  readonly cash: number;
  readonly currency: string;
  readonly costs?: TradingCosts;
  readonly limits?: RiskLimits;
  readonly allowsShort?: boolean;
}

/** The backtest that does what a run does: same ticks, same bars, sizes at the decision, nothing closed at the end. */
export function backtestOfRun(
  { timeframe, units }: Pick<StrategyRunConfiguration, 'timeframe' | 'units'>,
  seen: readonly SeenMarket[],
  { time, cash, currency, costs, limits, allowsShort }: RunBeginning,
): Omit<AccountRequest, 'strategy' | 'parameters'> {
  return {
    instruments: seen.map(({ symbol, bars, trades, quotes }) => ({
      symbol: playedSymbol(symbol),
      series: [{ timeframe, bars }],
      ...(trades ? { trades } : {}),
      ...(quotes ? { quotes } : {}),
      matchesEveryTick: true,
      quantityStep: units === 'whole' ? 1 : 0,
    })),
    account: {
      cash,
      currency,
      sizesAtDecision: true,
      tradesFrom: time,
      closeAtEnd: 'none',
      ...(costs ? { costs } : {}),
      ...(limits ? { limits } : {}),
      ...(allowsShort === undefined ? {} : { allowsShort }),
    },
    keepsOrders: true,
  };
}
