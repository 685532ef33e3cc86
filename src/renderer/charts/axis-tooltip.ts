import type { ChartTheme } from './chart-theme.ts';

/** What is told of the place on an axis that the pointer is at. */
export function axisTooltip(theme: ChartTheme, formatter: (hovered: unknown) => HTMLElement) {
  return {
    trigger: 'axis',
    transitionDuration: 0,
    backgroundColor: theme.raised,
    borderColor: theme.line,
    textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 12 },
    formatter,
  } as const;
}
