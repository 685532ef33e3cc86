import type { Instrument } from '#domain/instruments/instrument';
import { zonedDate } from '#domain/market/zoned-date';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { InstrumentFacts, ProviderBars, ProviderRow } from '#engine/ports/data-provider';
import { malformedAnswer } from '#engine/ports/provider-error';

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
 * Bars and facts of a chart answer. The newest row, which has the time of the last trade, is one of a session still
 * open; its label is its date all the same. Throws a ProviderError `malformed` when the answer is of another shape.
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
  const rows = times.map((seconds, i): ProviderRow => {
    const values = [open[i], high[i], low[i], close[i], volume[i]];
    return {
      time: labelOf(seconds),
      open: open[i],
      high: high[i],
      low: low[i],
      close: close[i],
      volume: volume[i],
      raw: JSON.stringify([seconds, ...values]),
    };
  });
  return { rows, facts };
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
