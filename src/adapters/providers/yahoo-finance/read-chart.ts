import type { Instrument } from '#domain/instruments/instrument';
import { zonedDate } from '#domain/market/zoned-date';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { InstrumentFacts, ProviderBars, ProviderRow } from '#engine/ports/data-provider';
import { malformedAnswer } from '#engine/ports/provider-error';

const MINUTE_MS = 60_000;
const ASSET_CLASSES: Record<string, Instrument['assetClass']> = {
  EQUITY: 'equity',
  ETF: 'equity',
  MUTUALFUND: 'equity',
  INDEX: 'index',
  CURRENCY: 'forex',
  CRYPTOCURRENCY: 'crypto',
  FUTURE: 'future',
  OPTION: 'option',
};

/**
 * Bars and facts of a chart answer. The newest day, whose row may have the time of the last trade, is labelled by its
 * date all the same. Throws a ProviderError `malformed` when the answer is of another shape.
 */
export function readChart(provider: string, body: unknown, isDaily = true): ProviderBars {
  const result = objectOf(listOf(objectOf(objectOf(body)?.['chart'])?.['result'])?.[0]);
  const meta = objectOf(result?.['meta']);
  if (!result || !meta) throw malformedAnswer(provider, 'has no chart.result');
  const timeZone = zoneOf(textOf(meta['exchangeTimezoneName']));
  const labelOf = (seconds: unknown): number => {
    const time = numberOf(seconds) * 1_000;
    return isDaily && !Number.isNaN(time) ? zonedDate(time, timeZone) : time;
  };
  const facts = readFacts(meta, timeZone, objectOf(result['events']), (seconds) =>
    zonedDate(numberOf(seconds) * 1_000, timeZone),
  );
  // A range without trading has neither times nor quotes.
  const times = listOf(result['timestamp']);
  if (times === undefined) return { rows: [], facts };
  const quote = objectOf(listOf(objectOf(result['indicators'])?.['quote'])?.[0]);
  const columns = ['open', 'high', 'low', 'close', 'volume'].map((name) => listOf(quote?.[name]));
  const [open, high, low, close, volume] = columns;
  if (!open || !high || !low || !close || !volume)
    throw malformedAnswer(provider, 'has times without open, high, low, close and volume');
  const sessionEnd = sessionEndOf(meta);
  const rows = times.flatMap((seconds, i): ProviderRow[] => {
    const time = labelOf(seconds);
    // Within the day a last row tells the price of the moment, or of the close, under its own time: that is no bar.
    if (!isDaily && (time >= sessionEnd || time % MINUTE_MS !== 0)) return [];
    const values = [open[i], high[i], low[i], close[i], volume[i]];
    return [
      {
        time,
        open: open[i],
        high: high[i],
        low: low[i],
        close: close[i],
        volume: volume[i],
        raw: JSON.stringify([seconds, ...values]),
      },
    ];
  });
  return { rows, facts };
}

/** When the newest session ends or ended, in milliseconds; NaN when the answer does not say. */
function sessionEndOf(meta: Readonly<Record<string, unknown>>): number {
  const regular = objectOf(objectOf(meta['currentTradingPeriod'])?.['regular']);
  return numberOf(regular?.['end']) * 1_000;
}

function readFacts(
  meta: Readonly<Record<string, unknown>>,
  timeZone: string,
  events: Readonly<Record<string, unknown>> | undefined,
  dateOf: (seconds: unknown) => number,
): InstrumentFacts {
  const name = textOf(meta['longName']) ?? textOf(meta['shortName']);
  const assetClass = ASSET_CLASSES[textOf(meta['instrumentType']) ?? ''];
  const currency = textOf(meta['currency']);
  const venue = textOf(meta['fullExchangeName']) ?? textOf(meta['exchangeName']);
  return {
    adjustment: 'splits',
    timeZone,
    ...(name === undefined ? {} : { name }),
    ...(assetClass === undefined ? {} : { assetClass, isTradable: assetClass !== 'index' }),
    ...(currency === undefined ? {} : { currency }),
    ...(venue === undefined ? {} : { venue }),
    splits: entriesOf(events?.['splits']).map((split) => ({
      time: dateOf(split['date']),
      numerator: numberOf(split['numerator']),
      denominator: numberOf(split['denominator']),
    })),
    dividends: entriesOf(events?.['dividends']).map((dividend) => ({
      time: dateOf(dividend['date']),
      amount: numberOf(dividend['amount']),
    })),
  };
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Object.values(objectOf(value) ?? {}).flatMap((entry) => {
    const object = objectOf(entry);
    return object && !Number.isNaN(numberOf(object['date'])) ? [object] : [];
  });
}

/** A zone this machine knows; UTC for one it does not. */
function zoneOf(name: string | undefined): string {
  try {
    return name === undefined
      ? 'UTC'
      : new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
