import { unknownName } from '../../values/nearest-names.ts';
import type { Instrument } from '../instrument.ts';
import { dateOf } from './civil-date.ts';
import {
  CALENDAR_IDS,
  type CalendarId,
  type CalendarRules,
  createExchangeCalendar,
  type ExchangeCalendar,
} from './exchange-calendar.ts';
import { LONDON_STOCK_EXCHANGE } from './london-calendar.ts';
import { NASDAQ, NEW_YORK_STOCK_EXCHANGE } from './new-york-calendar.ts';
import { TOKYO_STOCK_EXCHANGE } from './tokyo-calendar.ts';
import { XETRA } from './xetra-calendar.ts';

/** Spot currencies: Sunday 17:00 to Friday 17:00 in New York; a day runs from 17:00 to 17:00 and bears the later date. */
const FOREIGN_EXCHANGE: CalendarRules = {
  id: 'FX',
  name: 'Foreign exchange',
  timeZone: 'America/New_York',
  tradesAtWeekends: false,
  closedDates: (year) => [dateOf(year, 1, 1), dateOf(year, 12, 25)],
  specialHours: () => [],
  regularHours: () => [{ open: -7 * 60, close: 17 * 60 }],
};

/** Crypto currencies: always, a day from midnight to midnight UTC. */
const CRYPTO: CalendarRules = {
  id: 'CRYPTO',
  name: 'Always open',
  timeZone: 'UTC',
  tradesAtWeekends: true,
  closedDates: () => [],
  specialHours: () => [],
  regularHours: () => [{ open: 0, close: 24 * 60 }],
};

const CALENDARS: Record<CalendarId, ExchangeCalendar> = {
  XNYS: createExchangeCalendar(NEW_YORK_STOCK_EXCHANGE),
  XNAS: createExchangeCalendar(NASDAQ),
  XLON: createExchangeCalendar(LONDON_STOCK_EXCHANGE),
  XETR: createExchangeCalendar(XETRA),
  XTKS: createExchangeCalendar(TOKYO_STOCK_EXCHANGE),
  FX: createExchangeCalendar(FOREIGN_EXCHANGE),
  CRYPTO: createExchangeCalendar(CRYPTO),
};

/** Names people and files give to venues, beside the codes themselves. */
const VENUES: Readonly<Record<string, CalendarId>> = {
  NYSE: 'XNYS',
  'NYSE ARCA': 'XNYS',
  ARCX: 'XNYS',
  AMEX: 'XNYS',
  XASE: 'XNYS',
  NASDAQ: 'XNAS',
  LSE: 'XLON',
  LONDON: 'XLON',
  XETRA: 'XETR',
  FRANKFURT: 'XETR',
  TSE: 'XTKS',
  JPX: 'XTKS',
  TOKYO: 'XTKS',
  FOREX: 'FX',
  SIMULATED: 'CRYPTO',
};

const ZONES: Readonly<Record<string, CalendarId>> = {
  'Europe/London': 'XLON',
  'Europe/Berlin': 'XETR',
  'Asia/Tokyo': 'XTKS',
};

/** The calendar of an id. */
export function calendarById(id: CalendarId): ExchangeCalendar {
  return CALENDARS[id];
}

/** The id of a calendar or of a venue's usual name, in any case; throws a RangeError naming the nearest. */
export function parseCalendarId(text: string): CalendarId {
  const name = text.trim().toUpperCase();
  const id = CALENDAR_IDS.find((one) => one === name) ?? VENUES[name];
  if (id === undefined) throw new RangeError(unknownName('calendar', text, CALENDAR_IDS));
  return id;
}

/**
 * The calendar an instrument trades by: its venue's, else that of its asset class (currencies, crypto) or its time
 * zone; New York's where nothing tells, as for the plain entry of an imported file.
 */
export function calendarOf(
  instrument: Pick<Instrument, 'venue' | 'assetClass' | 'timeZone'>,
): ExchangeCalendar {
  const venue = instrument.venue.toUpperCase();
  const byVenue = CALENDAR_IDS.find((id) => id === venue) ?? VENUES[venue];
  if (byVenue !== undefined) return CALENDARS[byVenue];
  if (instrument.assetClass === 'crypto') return CALENDARS.CRYPTO;
  if (instrument.assetClass === 'forex') return CALENDARS.FX;
  return CALENDARS[ZONES[instrument.timeZone] ?? 'XNYS'];
}
