import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { formatNumber } from '../format/number.ts';
import { ChartKey } from './chart-key.tsx';
import { withOpacity } from './chart-theme.ts';
import { type FanPicture, fanOption } from './fan-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

// Comes with the first picture that needs it, as everywhere.
const EchartsView = lazy(async () => ({ default: (await import('./echarts-view.tsx')).EchartsView }));

/** How far many paths spread. The picture must be the same object while nothing in it changes. */
export function FanChart({
  picture,
  label,
}: {
  readonly picture: FanPicture;
  /** What a screen reader says of the chart. */
  readonly label: string;
}): ReactNode {
  const theme = useChartTheme();
  const option = useMemo(() => fanOption(picture, theme), [picture, theme]);
  const band = (name: string, opacity: number) => ({ name, colour: withOpacity(theme.accent, opacity) });
  return (
    <div className="chart-with-key">
      <ChartKey
        entries={[
          { name: 'median', colour: theme.accent },
          band('half of them', 0.6),
          band('nine in ten', 0.3),
          { name: 'what it began with', colour: theme.muted },
          { name: `the run itself, ${formatNumber(picture.actual)}×`, colour: theme.warning, mark: 'point' },
        ]}
      />
      <Suspense fallback={<div />}>
        <EchartsView option={option} label={label} />
      </Suspense>
    </div>
  );
}
