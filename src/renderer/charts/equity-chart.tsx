import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { type EquityMark, type EquityPoint, equityOption } from './equity-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

// The drawing library is as large as the rest of the screen together, and no first screen needs it.
const EchartsView = lazy(async () => ({ default: (await import('./echarts-view.tsx')).EchartsView }));

interface EquityChartProps {
  /** Oldest first. */
  readonly points: readonly EquityPoint[];
  readonly marks?: readonly EquityMark[];
  /** What the benchmark line is; it is drawn when points carry one. */
  readonly benchmarkName?: string;
  /** What a screen reader says of the chart. */
  readonly label: string;
}

const NO_MARKS: readonly EquityMark[] = [];

/** Equity over time with its drawdown below, a benchmark line and trade marks where there are any. */
export function EquityChart({
  points,
  marks = NO_MARKS,
  benchmarkName = 'Benchmark',
  label,
}: EquityChartProps): ReactNode {
  const theme = useChartTheme();
  const option = useMemo(
    () => equityOption({ points, marks, benchmarkName }, theme),
    [points, marks, benchmarkName, theme],
  );
  return (
    <Suspense fallback={null}>
      <EchartsView option={option} label={label} />
    </Suspense>
  );
}
