import './equity-chart.css';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { ChartKey } from './chart-key.tsx';
import { type LinesPicture, lineColour, linesOption } from './lines-option.ts';
import { useChartTheme } from './use-chart-theme.ts';

// Comes with the first picture that needs it, as everywhere.
const EchartsView = lazy(async () => ({ default: (await import('./echarts-view.tsx')).EchartsView }));

/** Lines over time. The picture must be the same object while nothing in it changes. */
export function LinesChart({
  picture,
  label,
  hasKey = false,
}: {
  readonly picture: LinesPicture;
  /** Says above the picture which line is which. */
  readonly hasKey?: boolean;
  /** What a screen reader says of the chart. */
  readonly label: string;
}): ReactNode {
  const theme = useChartTheme();
  const option = useMemo(() => linesOption(picture, theme), [picture, theme]);
  const view = (
    <Suspense fallback={<div />}>
      <EchartsView option={option} label={label} />
    </Suspense>
  );
  if (!hasKey) return view;
  const entries = picture.lines.map(({ name, colour }) => ({ name, colour: lineColour(theme, colour) }));
  return (
    <div className="chart-with-key">
      <ChartKey entries={entries} />
      {view}
    </div>
  );
}
