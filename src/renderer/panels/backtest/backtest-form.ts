import type { z } from 'zod';
import type { BacktestResult, backtestOptions, strategyInfo } from '#contract/services/backtests';
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
  /** Date whose knowledge of the bars is used; empty is that of now. */
  readonly asOf: string;
  readonly commissionKind: 'percent' | 'per-unit';
  /** Percent of traded value, or money for each unit. */
  readonly commissionPct: string;
  /** Least commission of a fill, in money; empty is none. */
  readonly commissionMinimum: string;
  readonly slippageKind: 'none' | 'fraction' | 'fixed' | 'spread';
  /** Percent of the price, money for each unit, or the whole spread in percent, of which half is paid. */
  readonly slippage: string;
  /** Percent a year of what is sold short; empty is none. */
  readonly borrowPct: string;
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
  readonly asOf?: number;
};

export const EMPTY_FORM: BacktestForm = {
  strategy: '',
  parameters: {},
  symbol: '',
  timeframe: '1d',
  from: '',
  to: '',
  cash: '10000',
  asOf: '',
  commissionKind: 'percent',
  commissionPct: '0.1',
  commissionMinimum: '',
  slippageKind: 'none',
  slippage: '0.05',
  borrowPct: '',
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
  const isPercent = form.commissionKind === 'percent';
  const fee = number('commissionPct', form.commissionPct, 0, isPercent ? 50 : 1e6);
  const optional = (field: 'commissionMinimum' | 'borrowPct', maximum: number): number =>
    form[field].trim() === '' ? 0 : number(field, form[field], 0, maximum);
  const minimum = optional('commissionMinimum', 1e6);
  const borrow = form.direction === 'long' ? 0 : fraction(optional('borrowPct', 1_000));
  const slip =
    form.slippageKind === 'none'
      ? 0
      : number('slippage', form.slippage, 0, form.slippageKind === 'fixed' ? 1e6 : 50);
  const size = fraction(number('sizePct', form.sizePct, 0.1, 100));
  const day = (field: 'from' | 'to' | 'asOf'): number | undefined => {
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
  const asOf = day('asOf');
  if (Object.keys(errors).length > 0) return { errors };
  const costs = costsOf(form, { fee, minimum, slip, borrow });
  const { direction, units, fill, closeAtEnd, symbol, timeframe } = form;
  return {
    request: {
      strategy: form.strategy,
      parameters,
      symbol,
      timeframe,
      cash,
      commission: isPercent && minimum === 0 ? fraction(fee) : 0,
      size,
      direction,
      units,
      fill,
      closeAtEnd,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(asOf === undefined ? {} : { asOf: asOf + DAY_MS }),
      ...(costs === undefined ? {} : { costs }),
    },
  };
}

/** Costs that the plain commission cannot say; undefined when there are none. */
function costsOf(
  { commissionKind, slippageKind }: BacktestForm,
  {
    fee,
    minimum,
    slip,
    borrow,
  }: { readonly fee: number; readonly minimum: number; readonly slip: number; readonly borrow: number },
): BacktestRequest['costs'] {
  const charged = commissionKind === 'percent' ? { ofValue: fraction(fee) } : { perUnit: fee };
  const isPlain = commissionKind === 'percent' && minimum === 0;
  const slippage =
    slip === 0 || slippageKind === 'none'
      ? undefined
      : slippageKind === 'fixed'
        ? { kind: 'fixed' as const, amount: slip }
        : slippageKind === 'fraction'
          ? { kind: 'fraction' as const, fraction: fraction(slip) }
          : { kind: 'spread' as const, spread: fraction(slip), share: 0.5 };
  const costs = {
    ...(isPlain ? {} : { commission: minimum === 0 ? charged : { ...charged, minimum } }),
    ...(slippage === undefined ? {} : { slippage }),
    ...(borrow === 0 ? {} : { financing: { borrow } }),
  };
  return Object.keys(costs).length === 0 ? undefined : costs;
}

/** The request that a result came of: its options over the very bars it went over. */
export function requestOfResult({
  symbol,
  timeframe,
  options,
  asOf,
  equityCurve,
}: BacktestResult): BacktestRequest {
  const from = equityCurve[0]?.time;
  const last = equityCurve.at(-1)?.time;
  return {
    ...options,
    symbol,
    timeframe,
    ...(from === undefined ? {} : { from }),
    ...(last === undefined ? {} : { to: last + 1 }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** The form that asks for what a saved run was: its options, and the days it went over. */
export function formOf(
  { symbol, timeframe, options, asOf }: Pick<BacktestResult, 'symbol' | 'timeframe' | 'options' | 'asOf'>,
  { startDate, endDate }: { readonly startDate: string; readonly endDate: string },
): BacktestForm {
  const { costs } = options;
  const perUnit = costs?.commission?.perUnit;
  const slippage = costs?.slippage;
  const percent = (fraction: number): string => String(Number((fraction * 100).toPrecision(12)));
  const minimum = costs?.commission?.minimum;
  const borrow = costs?.financing?.borrow;
  return {
    ...EMPTY_FORM,
    strategy: options.strategy,
    parameters: Object.fromEntries(
      Object.entries(options.parameters).map(([name, value]) => [name, String(value)]),
    ),
    symbol,
    timeframe,
    from: startDate,
    to: endDate,
    asOf: asOf === undefined ? '' : new Date(asOf - DAY_MS).toISOString().slice(0, 10),
    cash: String(options.cash),
    commissionKind: perUnit === undefined ? 'percent' : 'per-unit',
    commissionPct:
      perUnit === undefined ? percent(costs?.commission?.ofValue ?? options.commission) : String(perUnit),
    commissionMinimum: minimum === undefined ? '' : String(minimum),
    slippageKind: slippage === undefined || slippage.kind === 'volume-share' ? 'none' : slippage.kind,
    ...(slippage?.kind === 'fixed' ? { slippage: String(slippage.amount) } : {}),
    ...(slippage?.kind === 'fraction' ? { slippage: percent(slippage.fraction) } : {}),
    ...(slippage?.kind === 'spread' ? { slippage: percent(slippage.spread) } : {}),
    borrowPct: borrow === undefined ? '' : percent(borrow),
    direction: options.direction,
    units: options.units,
    fill: options.fill,
    closeAtEnd: options.closeAtEnd,
    sizePct: percent(options.size),
  };
}

/** Percent as a fraction without the noise of the division: a noisy one would name another run. */
function fraction(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}

function plain(value: number): string {
  return value >= 1e9 ? '10¹²' : formatNumber(value, Number.isInteger(value) ? 0 : 2);
}
