import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { ChartKey } from './chart-key.tsx';
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
  const [isLogarithmic, setIsLogarithmic] = useState(false);
  const hasBenchmark = points.some(({ benchmark }) => benchmark !== undefined);
  // A scale of doublings has no place for what is worth nothing.
  const canBeLogarithmic = points.every(({ equity, benchmark = 1 }) => equity > 0 && benchmark > 0);
  const isLog = isLogarithmic && canBeLogarithmic;
  const option = useMemo(
    () => equityOption({ points, marks, benchmarkName, isLogarithmic: isLog }, theme),
    [points, marks, benchmarkName, isLog, theme],
  );
  const entries = [
    { name: 'Account', colour: theme.accent },
    ...(hasBenchmark ? [{ name: benchmarkName, colour: theme.muted }] : []),
    { name: 'Drawdown', colour: theme.down },
    ...(marks.length === 0
      ? []
      : [
          { name: 'entered', colour: theme.up, mark: 'entry' as const },
          { name: 'left', colour: theme.down, mark: 'exit' as const },
        ]),
  ];
  return (
    <div className="chart-with-key">
      <ChartKey entries={entries}>
        <button
          type="button"
          className="link-button"
          aria-pressed={isLog}
          disabled={!canBeLogarithmic}
          title="On the logarithmic scale equal percentages are equally high"
          onClick={() => setIsLogarithmic(!isLogarithmic)}
        >
          {isLog ? 'log scale' : 'linear scale'}
        </button>
      </ChartKey>
      <Suspense fallback={<div />}>
        <EchartsView option={option} label={label} />
      </Suspense>
    </div>
  );
}
