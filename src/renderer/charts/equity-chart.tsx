import './equity-chart.css';
import { useMemo } from 'react';
import { EchartsView } from './echarts-view.tsx';
import { type EquityMark, type EquityPoint, equityOption } from './equity-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

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
}: EquityChartProps) {
  const theme = useChartTheme();
  const option = useMemo(
    () => equityOption({ points, marks, benchmarkName }, theme),
    [points, marks, benchmarkName, theme],
  );
  return <EchartsView option={option} label={label} />;
}
