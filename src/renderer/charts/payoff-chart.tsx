import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { ChartKey } from './chart-key.tsx';
import { type PayoffPicture, payoffOption } from './payoff-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

// Comes with the first picture that needs it, as everywhere.
const EchartsView = lazy(async () => ({ default: (await import('./echarts-view.tsx')).EchartsView }));

/** What a strategy wins and loses. The picture must be the same object while nothing in it changes. */
export function PayoffChart({
  picture,
  horizon,
  label,
}: {
  readonly picture: PayoffPicture;
  /** What the thick line is of: `at 18 Dec`. */
  readonly horizon: string;
  /** What a screen reader says of the chart. */
  readonly label: string;
}): ReactNode {
  const theme = useChartTheme();
  const option = useMemo(() => payoffOption(picture, theme), [picture, theme]);
  return (
    <div className="chart-with-key">
      <ChartKey
        entries={[
          { name: horizon, colour: theme.text },
          { name: 'now', colour: theme.accent },
          { name: 'price', colour: theme.warning },
          { name: 'break-even', colour: theme.text, mark: 'point' },
        ]}
      />
      <Suspense fallback={<div />}>
        <EchartsView option={option} label={label} />
      </Suspense>
    </div>
  );
}
