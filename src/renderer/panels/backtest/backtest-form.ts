import type { z } from 'zod';
import type { backtestOptions, strategyInfo } from '#contract/services/backtests';
import type { Timeframe } from '#domain/market/timeframe';
import { formatNumber } from '../../format/number.ts';

export type StrategyInfo = z.infer<typeof strategyInfo>;

/** What a person typed, as typed. */
export interface BacktestForm {
  readonly strategy: string;
  /** `SMA period` → `10`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** `2005-01-31`, both inclusive; empty is everything stored. */
  readonly from: string;
  readonly to: string;
  readonly cash: string;
  /** Percent of traded value. */
  readonly commissionPct: string;
  readonly direction: 'long' | 'long-short';
  readonly units: 'fractional' | 'whole';
  readonly fill: 'next-open' | 'close';
  readonly closeAtEnd: 'last-close' | 'last-open' | 'none';
  /** Percent of equity. */
  readonly sizePct: string;
}

export type BacktestRequest = z.input<typeof backtestOptions> & {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
};

export const EMPTY_FORM: BacktestForm = {
  strategy: '',
  parameters: {},
  symbol: '',
  timeframe: '1d',
  from: '',
  to: '',
  cash: '10000',
  commissionPct: '0.1',
  direction: 'long',
  units: 'fractional',
  fill: 'next-open',
  closeAtEnd: 'last-close',
  sizePct: '100',
};

const DAY_MS = 86_400_000;

/** The request of a form, or what is wrong with it by field. Parameter problems stand under `parameter:name`. */
export function requestOf(
  form: BacktestForm,
  strategy: StrategyInfo | undefined,
): { readonly request: BacktestRequest } | { readonly errors: Readonly<Record<string, string>> } {
  const errors: Record<string, string> = {};
  const number = (
    field: string,
    text: string,
    minimum: number,
    maximum: number,
    isInteger = false,
  ): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= minimum && value <= maximum) || (isInteger && !Number.isInteger(value)))
      errors[field] =
        `${isInteger ? 'A whole number' : 'A number'} from ${plain(minimum)} to ${plain(maximum)}.`;
    return value;
  };
  if (strategy === undefined) errors['strategy'] = 'Choose a strategy.';
  if (form.symbol === '') errors['symbol'] = 'Choose a symbol.';
  const parameters = Object.fromEntries(
    (strategy?.parameters ?? []).map(({ name, minimum, maximum, isInteger, default: otherwise }) => [
      name,
      number(`parameter:${name}`, form.parameters[name] ?? String(otherwise), minimum, maximum, isInteger),
    ]),
  );
  const cash = number('cash', form.cash, 0.01, 1e12);
  const commission = number('commissionPct', form.commissionPct, 0, 50) / 100;
  const size = number('sizePct', form.sizePct, 0.1, 100) / 100;
  const day = (field: 'from' | 'to'): number | undefined => {
    const text = form[field].trim();
    if (text === '') return undefined;
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(time)) errors[field] = `"${text}" is no day; write one like 2012-01-31.`;
    return time;
  };
  const from = day('from');
  const lastDay = day('to');
  const to = lastDay === undefined ? undefined : lastDay + DAY_MS;
  if (from !== undefined && to !== undefined && from >= to)
    errors['to'] = 'Must not be before the first day.';
  if (Object.keys(errors).length > 0) return { errors };
  const { direction, units, fill, closeAtEnd, symbol, timeframe } = form;
  return {
    request: {
      strategy: form.strategy,
      parameters,
      symbol,
      timeframe,
      cash,
      commission,
      size,
      direction,
      units,
      fill,
      closeAtEnd,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}

function plain(value: number): string {
  return value >= 1e9 ? '10¹²' : formatNumber(value, Number.isInteger(value) ? 0 : 2);
}
