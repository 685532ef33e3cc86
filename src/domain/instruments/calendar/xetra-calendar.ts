import { DAY_MS, dateOf, FRIDAY, isWeekend, onOrBefore, parseDate } from './civil-date.ts';
import { easterSunday } from './easter-sunday.ts';
import { type CalendarRules, hours } from './exchange-calendar.ts';

const LATE_HOURS = { from: parseDate('2000-06-02'), to: parseDate('2003-11-03') };
const REGULAR = hours('09:00', '17:30');
const UNTIL_EIGHT = hours('09:00', '20:00');
const HALF_DAY = hours('09:00', '14:00');

/**
 * Xetra, by the exchange's yearly trading calendars. Whit Monday was kept in 2007 and 2015 to 2021, German Unity 2014
 * to 2021, Reformation Day in 2017. The last trading day of the year ends early since 2010.
 */
export const XETRA: CalendarRules = {
  id: 'XETR',
  name: 'Xetra, Frankfurt',
  timeZone: 'Europe/Berlin',
  tradesAtWeekends: false,
  closedDates(year) {
    const easter = easterSunday(year);
    return [
      dateOf(year, 1, 1),
      easter - 2 * DAY_MS,
      easter + DAY_MS,
      dateOf(year, 5, 1),
      ...(year === 2007 || (year >= 2015 && year <= 2021) ? [easter + 50 * DAY_MS] : []),
      ...(year >= 2014 && year <= 2021 ? [dateOf(year, 10, 3)] : []),
      ...(year === 2017 ? [dateOf(year, 10, 31)] : []),
      ...[24, 25, 26, 31].map((day) => dateOf(year, 12, day)),
    ];
  },
  specialHours: (year) => (year >= 2010 ? [[lastTradingDay(year), HALF_DAY]] : []),
  regularHours: (date) => (date >= LATE_HOURS.from && date < LATE_HOURS.to ? UNTIL_EIGHT : REGULAR),
};

/** The last weekday before 31 December. */
function lastTradingDay(year: number): number {
  const date = dateOf(year, 12, 30);
  return isWeekend(date) ? onOrBefore(date, FRIDAY) : date;
}
