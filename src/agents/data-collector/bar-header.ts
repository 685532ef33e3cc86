import { OctopusError } from '#contract/errors';

/** Where each value of a row stands; `volume` and `clock` are -1 when the file has none. */
export interface BarHeader {
  readonly separator: string;
  /** Columns a row must have. */
  readonly columns: number;
  readonly time: number;
  /** A time of day kept apart from the date. */
  readonly clock: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Cash a share and new shares for one old on the row's day; -1 when the file has none. */
  readonly dividend: number;
  readonly split: number;
  /** Names by which a row of JSON lines tells its columns; undefined for rows of separated text. */
  readonly keys?: readonly string[];
}

const SEPARATORS = [',', ';', '\t'];
const TIME_NAMES = [
  'datetime',
  'timestamp',
  'date',
  'day',
  'time',
  'opentime',
  'dateutc',
  'datetimeutc',
  'unixtime',
  'unix',
];
const NAMES = {
  open: ['open', 'openprice'],
  high: ['high', 'highprice'],
  low: ['low', 'lowprice'],
  close: ['close', 'closeprice', 'last', 'closelast'],
  volume: ['volume', 'vol', 'tickvol', 'tickvolume'],
  dividend: ['dividend', 'dividends', 'divcash', 'dividendamount', 'exdividend'],
  split: ['split', 'splits', 'stocksplits', 'splitfactor', 'splitratio', 'splitcoefficient'],
};

/**
 * Finds the columns of a price file in its first line, whatever their order, case and separator. Throws an
 * OctopusError FILE_UNREADABLE that names the file and the columns it misses.
 */
export function readBarHeader(fileName: string, line: string): BarHeader {
  const candidates = SEPARATORS.map((separator) => ({
    separator,
    names: line.split(separator).map(plainName),
  }));
  const { separator, names } = candidates.reduce((best, next) =>
    next.names.length > best.names.length ? next : best,
  );
  const find = (wanted: readonly string[]) =>
    wanted.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  const time = find(TIME_NAMES);
  const prices = {
    open: find(NAMES.open),
    high: find(NAMES.high),
    low: find(NAMES.low),
    close: find(NAMES.close),
  };
  const missing = [
    ...(time < 0 ? ['date'] : []),
    ...Object.entries(prices).flatMap(([name, at]) => (at < 0 ? [name] : [])),
  ];
  if (missing.length > 0) {
    const found = line.length > 120 ? `${line.slice(0, 120)}…` : line;
    throw new OctopusError(
      'FILE_UNREADABLE',
      `${fileName}: its first line names no ${missing.join(', ')} column (it reads "${found}"); begin the file with a header such as date,open,high,low,close,volume`,
      { file: fileName, missing },
    );
  }
  const isDateApart = names[time] === 'date' || names[time] === 'day';
  const clock = isDateApart ? names.indexOf('time') : -1;
  return {
    separator,
    columns: Math.max(time, clock, ...Object.values(prices)) + 1,
    time,
    clock,
    ...prices,
    volume: find(NAMES.volume),
    dividend: find(NAMES.dividend),
    split: find(NAMES.split),
  };
}

/** As {@link readBarHeader}, from the keys of the first object of JSON lines; undefined when the line is none. */
export function readJsonHeader(fileName: string, line: string): BarHeader | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  let first: unknown;
  try {
    first = JSON.parse(line);
  } catch {
    return undefined;
  }
  const keys = Object.keys(first as object);
  return { ...readBarHeader(fileName, keys.join('\t')), keys };
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
