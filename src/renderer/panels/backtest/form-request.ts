import type { BacktestForm, BacktestRequest, StrategyInfo, TextField } from './backtest-form.ts';
import { type Bounds, noteStrategyProblem, readNumber, readParameters } from './read-parameters.ts';

const DAY_MS = 86_400_000;

/** The request of a form, or what is wrong with it by field. Parameter problems stand under `parameter:name`. */
export function requestOf(
  form: BacktestForm,
  strategy: StrategyInfo | undefined,
): { readonly request: BacktestRequest } | { readonly errors: Readonly<Record<string, string>> } {
  const reader = new FormReader(form);
  const { errors } = reader;
  noteStrategyProblem(errors, strategy);
  if (form.symbol === '') errors['symbol'] = 'Choose a symbol.';
  const parameters = readParameters(errors, strategy, form.parameters);
  const cash = reader.number('cash', { minimum: 0.01, maximum: 1e12 });
  const size = fraction(reader.number('sizePct', { minimum: 0.1, maximum: 100 }));
  const costs = costsOf(form, reader);
  const account = accountOf(form, reader);
  const from = reader.day('from');
  const lastDay = reader.day('to');
  const to = lastDay === undefined ? undefined : lastDay + DAY_MS;
  if (from !== undefined && to !== undefined && from >= to)
    errors['to'] = 'Must not be before the first day.';
  const asOf = reader.day('asOf');
  if (Object.keys(errors).length > 0) return { errors };
  const { direction, units, fill, closeAtEnd, symbol, others, timeframe } = form;
  return {
    request: {
      strategy: form.strategy,
      parameters,
      symbol,
      timeframe,
      cash,
      commission: costs.plain,
      size,
      direction,
      units,
      fill,
      closeAtEnd,
      ...(others.length === 0 ? {} : { others: [...others] }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(asOf === undefined ? {} : { asOf: asOf + DAY_MS }),
      ...(isEmpty(costs.rest) ? {} : { costs: costs.rest }),
      ...(isEmpty(account) ? {} : { account }),
    },
  };
}

/** Reads fields as numbers and days, and notes what cannot be read. */
class FormReader {
  readonly errors: Record<string, string> = {};
  readonly #form: BacktestForm;

  constructor(form: BacktestForm) {
    this.#form = form;
  }

  number(field: TextField, bounds: Bounds): number {
    return readNumber(this.errors, field, this.#form[field], bounds);
  }

  /** The number of a field that may be empty. */
  optional(field: TextField, bounds: Bounds): number | undefined {
    return this.#form[field].trim() === '' ? undefined : this.number(field, bounds);
  }

  /** Midnight UTC of a day; undefined for an empty field. */
  day(field: 'from' | 'to' | 'asOf'): number | undefined {
    const text = this.#form[field].trim();
    if (text === '') return undefined;
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(time)) this.errors[field] = `"${text}" is no day; write one like 2012-01-31.`;
    return time;
  }
}

type Costs = NonNullable<BacktestRequest['costs']>;

/** The plain commission, and what it cannot say. */
function costsOf(form: BacktestForm, reader: FormReader): { readonly plain: number; readonly rest: Costs } {
  const { commissionKind, slippageKind, direction } = form;
  const isShare = commissionKind !== 'per-unit';
  const most = { percent: 50, 'basis-points': 5_000, 'per-unit': 1e6 }[commissionKind];
  const charged = reader.number('commission', { minimum: 0, maximum: most });
  const ofValue = fraction(commissionKind === 'basis-points' ? charged / 100 : charged);
  const minimum = reader.optional('commissionMinimum', { minimum: 0, maximum: 1e6 }) ?? 0;
  const isPlain = isShare && minimum === 0;
  const commission = {
    ...(isShare ? { ofValue } : { perUnit: charged }),
    ...(minimum === 0 ? {} : { minimum }),
  };
  const slippage = slippageKind === 'none' ? undefined : slippageOf(slippageKind, reader);
  const yearly = (field: 'borrowPct' | 'debitPct' | 'creditPct'): number =>
    fraction(reader.optional(field, { minimum: 0, maximum: 1_000 }) ?? 0);
  const rates = {
    borrow: direction === 'long' ? 0 : yearly('borrowPct'),
    debit: yearly('debitPct'),
    credit: yearly('creditPct'),
  };
  const financing = Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== 0));
  const share = reader.optional('volumeSharePct', { minimum: 0.001, maximum: 100 });
  return {
    plain: isPlain ? ofValue : 0,
    rest: {
      ...(isPlain ? {} : { commission }),
      ...(slippage === undefined ? {} : { slippage }),
      ...(isEmpty(financing) ? {} : { financing }),
      ...(share === undefined ? {} : { volumeShareMax: fraction(share) }),
    },
  };
}

function slippageOf(
  kind: Exclude<BacktestForm['slippageKind'], 'none'>,
  reader: FormReader,
): Costs['slippage'] {
  const most = { fixed: 1e6, fraction: 50, spread: 50, 'volume-share': 100 }[kind];
  const value = reader.number('slippage', { minimum: 0, maximum: most });
  if (value === 0) return undefined;
  switch (kind) {
    case 'fixed':
      return { kind, amount: value };
    case 'fraction':
      return { kind, fraction: fraction(value) };
    case 'spread':
      return { kind, spread: fraction(value), share: 0.5 };
    case 'volume-share':
      return { kind, impact: fraction(value) };
  }
}

/** What the account may do beyond holding what it has paid for. */
function accountOf(
  { currency, limits }: BacktestForm,
  reader: FormReader,
): NonNullable<BacktestRequest['account']> {
  const leverage = reader.optional('leverage', { minimum: 0.01, maximum: 100 });
  const maintenance = reader.optional('maintenancePct', { minimum: 0.1, maximum: 100 });
  const latencyBars = reader.optional('delayBars', { minimum: 0, maximum: 1_000, isInteger: true });
  return {
    ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
    ...(leverage === undefined ? {} : { leverage }),
    ...(maintenance === undefined ? {} : { maintenanceMargin: fraction(maintenance) }),
    ...(latencyBars === undefined || latencyBars === 0 ? {} : { latencyBars }),
    ...(limits === null ? {} : { limits }),
  };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

/** Percent as a fraction without the noise of the division: a noisy one would name another run. */
function fraction(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}
