import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarById, parseCalendarId } from '#domain/instruments/calendar/catalog';
import { DAILY_PRICES, hasDailyPrices } from '#test/support/daily-bars';

const DAY = 86_400_000;
const dateText = (time: number) => new Date(time).toISOString().slice(0, 10);
const dateTime = (text: string) => Date.parse(`${text}T00:00:00Z`);

interface Explained {
  readonly source: 'exchange_calendars' | 'pandas_market_calendars';
  readonly exchange: string;
  /** Dates, or the first and last of a stretch in which every session differs. */
  readonly dates: readonly string[] | { readonly from: string; readonly to: string };
}

/** Every day on which we differ from a package; README.md says why. */
const EXPLAINED: readonly Explained[] = [
  {
    source: 'exchange_calendars',
    exchange: 'XNYS',
    dates: [
      ...['1990-12-27', '1991-01-17', '1991-02-25', '1994-02-11', '1995-12-18', '1996-01-08', '1997-10-27'],
      ...['2001-09-17', '2001-10-08', '2002-09-11', '2003-03-20', '2004-06-07', '2005-06-01', '2006-12-27'],
    ],
  },
  { source: 'exchange_calendars', exchange: 'XETR', dates: { from: '2000-06-02', to: '2003-10-31' } },
  { source: 'exchange_calendars', exchange: 'XTKS', dates: { from: '1997-01-01', to: '2011-11-18' } },
  { source: 'pandas_market_calendars', exchange: 'NYSE', dates: ['1999-12-31'] },
  {
    source: 'pandas_market_calendars',
    exchange: 'NASDAQ',
    dates: ['1995-12-18', '1999-12-31', '2005-06-01'],
  },
  { source: 'pandas_market_calendars', exchange: 'JPX', dates: { from: '1990-01-01', to: '2011-11-18' } },
];

/** Before that our hours are those of the rule, and only days are compared. */
const HOURS_FROM = '1990-01-01';

/** Days without trading on which we differ; everything else in EXPLAINED is about hours. */
const CLOSED_DIFFERENTLY = [{ source: 'exchange_calendars', exchange: 'XTKS', dates: ['1998-05-06'] }];

interface Golden {
  readonly source: string;
  readonly exchange: string;
  readonly years: readonly { year: string; closed: ReadonlySet<string>; hours: readonly string[] }[];
}

function readGolden(source: Explained['source']): Golden[] {
  const [, ...lines] = readFileSync(new URL(`${source}.csv`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.split(',') as [string, string, string, string]);
  return [...new Set(rows.map(([exchange]) => exchange))].map((exchange) => ({
    source,
    exchange,
    years: rows
      .filter((row) => row[0] === exchange)
      .map(([, year, closed, hours]) => ({
        year,
        closed: new Set(closed.split(' ')),
        hours: hours.split('; '),
      })),
  }));
}

/** What a package says of each weekday: `closed` or `14:30-21:00`. */
function* daysOf({ years }: Golden): Generator<[date: number, hours: string]> {
  for (const { year, closed, hours } of years) {
    let run = 0;
    for (let date = dateTime(`${year}-01-01`); date <= dateTime(`${year}-12-31`); date += DAY) {
      const day = dateText(date).slice(5);
      const weekday = new Date(date).getUTCDay();
      if (weekday === 0 || weekday === 6) yield [date, 'closed'];
      else if (closed.has(day)) yield [date, 'closed'];
      else {
        while (run + 1 < hours.length && hours[run + 1]!.slice(0, 5) <= day) run++;
        yield [date, hours[run]!.slice(6)];
      }
    }
  }
}

function ourHours(exchange: string, date: number): string {
  const session = calendarById(parseCalendarId(exchange)).sessionOf(date);
  if (!session) return 'closed';
  expect(session.date).toBe(date);
  const instants = session.segments.flatMap(({ open, close }) => [open, close]);
  return instants.map((time) => new Date(time).toISOString().slice(11, 16)).join('-');
}

const datesOf = (
  list: readonly { source: string; exchange: string; dates: Explained['dates'] }[],
  of: Golden,
) =>
  list
    .filter(({ source, exchange }) => source === of.source && exchange === of.exchange)
    .flatMap(({ exchange, dates }) =>
      'from' in dates
        ? calendarById(parseCalendarId(exchange))
            .tradingDays(dateTime(dates.from), dateTime(dates.to) + DAY)
            .map(dateText)
        : dates,
    );

describe.each([...readGolden('exchange_calendars'), ...readGolden('pandas_market_calendars')])(
  '$exchange of $source',
  (golden) => {
    const differing = [...daysOf(golden)]
      .map(([date, theirs]) => ({ date: dateText(date), theirs, ours: ourHours(golden.exchange, date) }))
      .filter(({ theirs, ours }) => theirs !== ours);

    it('trades on the same days from its first year there to 2035', () => {
      const days = differing.filter(({ theirs, ours }) => (theirs === 'closed') !== (ours === 'closed'));
      expect(days.map(({ date }) => date)).toEqual(datesOf(CLOSED_DIFFERENTLY, golden));
    });

    it('opens, breaks and closes at the same instants, but where the README says why not', () => {
      const dates = differing.map(({ date }) => date).filter((date) => date >= HOURS_FROM);
      expect(dates).toEqual(datesOf(EXPLAINED, golden));
    });
  },
);

describe.skipIf(!hasDailyPrices)('daily prices that others recorded', () => {
  const american = hasDailyPrices
    ? readdirSync(DAILY_PRICES).filter((name) => /^(AAPL|GOOG|IBM|KO|MSFT|SPX|SPY)_/.test(name))
    : [];

  it.each(american)('%s has a bar on every New York trading day and on no other', (name) => {
    const [, ...lines] = readFileSync(new URL(name, DAILY_PRICES), 'utf8').trim().split('\n');
    const dates = lines.map((line) => line.slice(0, 10));
    const days = calendarById('XNYS').tradingDays(dateTime(dates[0]!), dateTime(dates.at(-1)!) + DAY);
    expect(dates).toEqual(days.map(dateText));
  });

  it('at least eight files were looked at', () => {
    expect(american.length).toBeGreaterThanOrEqual(8);
  });
});
