import { useMemo } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { formatSignedPercent } from '../format/number.ts';
import { EquityChart } from './equity-chart.tsx';
import type { EquityMark } from './equity-option.ts';

/** More marks than this hide the curve they are meant to explain. */
const MARKS_MAX = 200;

interface BacktestChartProps {
  readonly result: BacktestResult;
}

/** A backtest's equity beside buying and holding, its drawdown, and its entries and exits while they are few. */
export function BacktestChart({ result }: BacktestChartProps) {
  const { trades, statistics, symbol, account } = result;
  const held = (account?.symbols.length ?? 1) > 1 ? 'all of them alike' : symbol;
  const marks = useMemo<EquityMark[]>(
    () =>
      trades.length > MARKS_MAX / 2
        ? []
        : trades.flatMap(({ entryTime, exitTime }) => [
            { time: entryTime, kind: 'entry' as const },
            ...(exitTime === null ? [] : [{ time: exitTime, kind: 'exit' as const }]),
          ]),
    [trades],
  );
  return (
    <EquityChart
      points={result.equityCurve}
      marks={marks}
      benchmarkName={`Hold ${held}`}
      label={`Equity of ${result.options.strategy} on ${symbol}: ${formatSignedPercent(statistics.returnPct)}, holding ${formatSignedPercent(statistics.buyAndHoldReturnPct)}`}
    />
  );
}
