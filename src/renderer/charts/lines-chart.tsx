import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { type LinesPicture, linesOption } from './lines-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

// Comes with the first picture that needs it, as everywhere.
const EchartsView = lazy(async () => ({ default: (await import('./echarts-view.tsx')).EchartsView }));

/** Lines over time. The picture must be the same object while nothing in it changes. */
export function LinesChart({
  picture,
  label,
}: {
  readonly picture: LinesPicture;
  /** What a screen reader says of the chart. */
  readonly label: string;
}): ReactNode {
  const theme = useChartTheme();
  const option = useMemo(() => linesOption(picture, theme), [picture, theme]);
  return (
    <Suspense fallback={null}>
      <EchartsView option={option} label={label} />
    </Suspense>
  );
}
