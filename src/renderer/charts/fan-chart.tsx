import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
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
  return (
    <Suspense fallback={null}>
      <EchartsView option={option} label={label} />
    </Suspense>
  );
}
