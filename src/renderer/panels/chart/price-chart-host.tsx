import { type ReactNode, useEffect, useRef } from 'react';
import type { ChartFormat, PriceChart } from '../../charts/price-chart.ts';
import { createPriceChart } from '../../charts/uplot-price-chart.ts';
import { useChartTheme } from '../../charts/use-chart-theme.ts';

interface PriceChartHostProps {
  readonly format: ChartFormat;
  readonly label: string;
  readonly isStale: boolean;
  /** Told of the chart once it stands, and null when it goes. */
  readonly onChart: (chart: PriceChart | null) => void;
  /** The standing chart, as told by `onChart`. */
  readonly chart: PriceChart | null;
}

/** The element a price chart lives in; gives it the theme and the format of its instrument. */
export function PriceChartHost({ format, label, isStale, onChart, chart }: PriceChartHostProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const theme = useChartTheme();
  const first = useRef({ theme, format, label });
  useEffect(() => {
    if (host.current === null) return undefined;
    const made = createPriceChart(host.current, first.current);
    onChart(made);
    return () => {
      onChart(null);
      made.destroy();
    };
  }, [onChart]);
  useEffect(() => chart?.setTheme(theme), [chart, theme]);
  useEffect(() => chart?.setFormat(format), [chart, format]);
  useEffect(() => chart?.setLabel(label), [chart, label]);
  return <div ref={host} className={isStale ? 'chart-host stale' : 'chart-host'} />;
}
