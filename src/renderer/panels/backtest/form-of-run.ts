import type { BacktestResult } from '#contract/services/backtests';
import { type BacktestForm, type BacktestRequest, EMPTY_FORM } from './backtest-form.ts';

const DAY_MS = 86_400_000;

/** The request that a result came of: its options over the very bars it went over. */
export function requestOfResult(result: BacktestResult): BacktestRequest {
  const { symbol, timeframe, options, asOf, equityCurve } = result;
  const from = equityCurve[0]?.time;
  const last = equityCurve.at(-1)?.time;
  const others = othersOf(result);
  return {
    ...options,
    symbol,
    timeframe,
    ...(others.length === 0 ? {} : { others }),
    ...(from === undefined ? {} : { from }),
    ...(last === undefined ? {} : { to: last + 1 }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** The form that asks for what a saved run was: its options, and the days it went over. */
export function formOf(result: BacktestResult): BacktestForm {
  const { symbol, timeframe, options, asOf, statistics } = result;
  const { costs, account } = options;
  const perUnit = costs?.commission?.perUnit;
  const slippage = costs?.slippage;
  const optional = (value: number | undefined): string => (value === undefined ? '' : String(value));
  const share = (value: number | undefined): string => (value === undefined ? '' : percent(value));
  return {
    ...EMPTY_FORM,
    strategy: options.strategy,
    parameters: Object.fromEntries(
      Object.entries(options.parameters).map(([name, value]) => [name, String(value)]),
    ),
    symbol,
    others: othersOf(result),
    timeframe,
    from: statistics.startDate,
    to: statistics.endDate,
    asOf: asOf === undefined ? '' : new Date(asOf - DAY_MS).toISOString().slice(0, 10),
    cash: String(options.cash),
    sizePct: percent(options.size),
    currency: account?.currency ?? '',
    leverage: optional(account?.leverage),
    maintenancePct: share(account?.maintenanceMargin),
    commissionKind: perUnit === undefined ? 'percent' : 'per-unit',
    commission:
      perUnit === undefined ? percent(costs?.commission?.ofValue ?? options.commission) : String(perUnit),
    commissionMinimum: optional(costs?.commission?.minimum),
    slippageKind: slippage?.kind ?? 'none',
    ...(slippage === undefined ? {} : { slippage: slippageText(slippage) }),
    borrowPct: share(costs?.financing?.borrow),
    debitPct: share(costs?.financing?.debit),
    creditPct: share(costs?.financing?.credit),
    direction: options.direction,
    units: options.units,
    fill: options.fill,
    closeAtEnd: options.closeAtEnd,
    delayBars: optional(account?.latencyBars),
    volumeSharePct: share(costs?.volumeShareMax),
    limits: account?.limits ?? null,
  };
}

function othersOf({ symbol, account }: BacktestResult): string[] {
  return (account?.symbols ?? []).filter((each) => each !== symbol);
}

type Slippage = NonNullable<NonNullable<BacktestResult['options']['costs']>['slippage']>;

function slippageText(slippage: Slippage): string {
  switch (slippage.kind) {
    case 'fixed':
      return String(slippage.amount);
    case 'fraction':
      return percent(slippage.fraction);
    case 'spread':
      return percent(slippage.spread);
    case 'volume-share':
      return percent(slippage.impact);
  }
}

function percent(fraction: number): string {
  return String(Number((fraction * 100).toPrecision(12)));
}
