import type { CurrentBar } from '../define-indicator.ts';
import type { Parameter } from '../indicator.ts';

/** A price of the bar by number: 0 open, 1 high, 2 low, 3 close, 4 volume. */
export function barField(bar: CurrentBar, field: number): number {
  switch (field) {
    case 0:
      return bar.open;
    case 1:
      return bar.high;
    case 2:
      return bar.low;
    case 3:
      return bar.close;
    default:
      return bar.volume;
  }
}

/** A parameter that says which price of the bar is meant, as {@link barField} numbers them. */
export function barFieldParameter(options: { name: string; label: string; default: number }): Parameter {
  const { name, label } = options;
  return {
    name,
    label: `${label} (0 open, 1 high, 2 low, 3 close, 4 volume)`,
    default: options.default,
    minimum: 0,
    maximum: 4,
    isInteger: true,
  };
}
