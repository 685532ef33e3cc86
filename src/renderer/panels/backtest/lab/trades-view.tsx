import '../../chart/chart-panel.css';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { timeframeMs } from '#domain/market/timeframe';
import type { PriceChart } from '../../../charts/price-chart.ts';
import { useIsConnected } from '../../../client/connection.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import { MARKET_TIME_ZONE } from '../../../format/time.ts';
import { useInstrument } from '../../../stores/reference.ts';
import { ChartReadout } from '../../chart/chart-readout.tsx';
import { PriceChartHost } from '../../chart/price-chart-host.tsx';
import { tradeColumns } from './trade-columns.tsx';
import { strategyIndicators, type TradeRow, tradeMarkers, tradeRows } from './trade-rows.ts';
import type { KeptRun } from './use-kept-run.ts';
import { useResultBars } from './use-result-bars.ts';

/** Bars shown on either side of a chosen trade, at least. */
const MARGIN_BARS = 20;

/** Entries and exits on the bars they were made on, above every trade; a chosen one fills the chart. */
export function TradesView({
  result,
  kept,
}: {
  readonly result: BacktestResult;
  readonly kept: KeptRun | 'none' | null;
}): ReactNode {
  const { timeframe, options } = result;
  const [chosen, setChosen] = useState<TradeRow | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another result has other trades
  useEffect(() => setChosen(null), [result]);
  const symbol = chosen?.symbol ?? result.symbol;
  const measured = kept === null || kept === 'none' ? null : kept.sheet.trades;
  const rows = useMemo(() => tradeRows(result.trades, measured), [result.trades, measured]);
  const [chart, setChart] = useState<PriceChart | null>(null);
  const isConnected = useIsConnected();
  const instrument = useInstrument(symbol);
  const precision = instrument?.pricePrecision ?? 2;
  const timeZone = instrument?.timeZone ?? MARKET_TIME_ZONE;
  const format = useMemo(
    () => ({ pricePrecision: precision, timeZone, barMs: timeframeMs(timeframe) }),
    [precision, timeZone, timeframe],
  );
  const indicators = useMemo(
    () => strategyIndicators(options.strategy, options.parameters),
    [options.strategy, options.parameters],
  );
  const series = useResultBars(chart, result, symbol, indicators);
  const own = useMemo(
    () => rows.filter((row) => row.symbol === undefined || row.symbol === symbol),
    [rows, symbol],
  );
  const columns = useMemo(
    () =>
      tradeColumns({
        isDaily: timeframe === '1d',
        hasSymbols: result.trades.some((trade) => trade.symbol !== undefined),
      }),
    [timeframe, result],
  );
  useEffect(() => chart?.setMarkers(tradeMarkers(own)), [chart, own]);
  const show = useCallback(
    (trade: TradeRow): void => {
      if (chart === null || series.length === 0) return;
      const from = indexOfTime(chart, series.length, trade.entryTime);
      const to =
        trade.exitTime === null ? series.length - 1 : indexOfTime(chart, series.length, trade.exitTime);
      const margin = Math.max(MARGIN_BARS, Math.round((to - from) * 0.6));
      chart.setVisibleRange({ from: from - margin, to: to + margin });
      chart.setPriceLines([
        { price: trade.entryPrice, label: `in ${trade.entryPrice}`, tone: 'accent' },
        ...(trade.exitPrice === null
          ? []
          : [
              {
                price: trade.exitPrice,
                label: `out ${trade.exitPrice}`,
                tone: trade.pnl < 0 ? ('down' as const) : ('up' as const),
              },
            ]),
      ]);
    },
    [chart, series],
  );
  // A trade of another symbol is shown as soon as that symbol's bars are there.
  useEffect(() => {
    if (chosen !== null) show(chosen);
  }, [chosen, show]);
  const all = useCallback(() => {
    setChosen(null);
    chart?.setPriceLines([]);
    chart?.fit();
  }, [chart]);

  return (
    <div className="trades-view">
      <div className="trades-chart">
        <PriceChartHost
          chart={chart}
          onChart={setChart}
          format={format}
          isStale={!isConnected}
          label={`${symbol} ${timeframe} with ${own.length} trades`}
        />
        <div className="trades-readout">
          <ChartReadout chart={chart} precision={precision} />
          <button type="button" className="link-button" title="Show every bar (double click)" onClick={all}>
            All
          </button>
        </div>
        {series.problem !== null && (
          <div className="chart-note">
            <Problem text={series.problem} onRetry={series.askAgain} />
          </div>
        )}
      </div>
      <div className="backtest-trades">
        <DataTable
          label="Trades"
          columns={columns}
          rows={rows}
          idOf={({ id }) => id}
          onSelect={setChosen}
          onRowKey={(event) => {
            if (event.key !== 'Escape') return;
            all();
            event.stopPropagation();
          }}
          isStale={!isConnected}
          empty={
            <EmptyState title="No trade">The strategy never asked for a position in this range.</EmptyState>
          }
        />
      </div>
    </div>
  );
}

/** Index of the newest bar that is not after a time; 0 before the first. */
function indexOfTime(chart: Pick<PriceChart, 'timeAt'>, length: number, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chart.timeAt(middle) ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
