import type { StrategyInfo } from '../backtest-form.ts';

type Parameter = StrategyInfo['parameters'][number];

/** What is to be tried, as typed. */
export interface RangeDraft {
  /** By the parameter's name: `2:40`, `0.5:2:0.25`, `10,20,50`; an empty text keeps the form's value. */
  readonly ranges: Readonly<Record<string, string>>;
  readonly constraint: string;
  readonly objective: string;
}

/** Objectives offered; the larger the better. */
export const OBJECTIVES = [
  { value: 'sharpe', text: 'Sharpe ratio' },
  { value: 'sortino', text: 'Sortino ratio' },
  { value: 'calmar', text: 'Calmar ratio' },
  { value: 'returnPct', text: 'Return' },
  { value: 'profitFactor', text: 'Profit factor' },
  { value: 'maxDrawdownPct', text: 'Mildest drawdown' },
] as const;

const VALUES_MAX = 40;

/** A range around a parameter's default, a fifth of it to four times, with at most 41 values. */
export function rangeAround({ default: middle, minimum, maximum, isInteger }: Parameter): string {
  const low = Math.max(minimum, isInteger ? Math.max(2, Math.round(middle / 5)) : middle / 5);
  const high = Math.min(maximum, Math.max(low, middle * 4));
  const step = (high - low) / VALUES_MAX;
  if (!isInteger) {
    const round = (value: number): string => String(Number(value.toPrecision(3)));
    return `${round(low)}:${round(high)}:${round(step)}`;
  }
  const whole = Math.max(1, Math.ceil(step));
  return whole === 1 ? `${low}:${Math.round(high)}` : `${low}:${Math.round(high)}:${whole}`;
}

/** Ranges for the first two parameters, and that the fast one is the faster where there are a fast and a slow one. */
export function draftRanges(strategy: StrategyInfo | undefined): RangeDraft {
  const parameters = strategy?.parameters ?? [];
  const names = parameters.map(({ name }) => name);
  return {
    ranges: Object.fromEntries(
      parameters.map((parameter, place) => [
        parameter.name,
        strategy?.ranges[parameter.name] ?? (place < 2 ? rangeAround(parameter) : ''),
      ]),
    ),
    constraint: names.includes('fast') && names.includes('slow') ? 'fast < slow' : '',
    objective: 'sharpe',
  };
}

/** What the engine is asked to try: a parameter without a range keeps the value that the form gives it. */
export function rangesOf(
  { ranges, constraint, objective }: RangeDraft,
  parameters: Readonly<Record<string, number>> = {},
): {
  readonly ranges: Record<string, string>;
  readonly constraint?: string;
  readonly objective: string;
} {
  const kept = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  const varied = Object.entries(ranges).flatMap(([name, text]) =>
    text.trim() === '' ? [] : [[name, text.trim()]],
  );
  return {
    ranges: Object.fromEntries([...kept, ...varied]),
    ...(constraint.trim() === '' ? {} : { constraint: constraint.trim() }),
    objective,
  };
}

/** Bars to train on and to test on for a series of so many: at most two years and half a year of days, at least five tests. */
export function draftWindows(bars: number): { readonly trainBars: number; readonly testBars: number } {
  const trainBars = Math.max(2, Math.min(504, Math.floor(bars * 0.4)));
  const testBars = Math.max(1, Math.min(126, Math.floor((bars - trainBars) / 5)));
  return { trainBars, testBars };
}

/** Mean of the cells around one, itself left out; null when none has a value. A lone peak stands high above it. */
export function neighbourMean(
  values: readonly (number | null)[],
  columns: number,
  { x, y }: { readonly x: number; readonly y: number },
): number | null {
  let sum = 0;
  let count = 0;
  for (let row = y - 1; row <= y + 1; row++)
    for (let column = x - 1; column <= x + 1; column++) {
      if ((row === y && column === x) || row < 0 || column < 0 || column >= columns) continue;
      const value = values[row * columns + column];
      if (value === null || value === undefined) continue;
      sum += value;
      count += 1;
    }
  return count === 0 ? null : sum / count;
}
