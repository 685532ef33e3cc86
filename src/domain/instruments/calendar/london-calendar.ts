import {
  DAY_MS,
  dateOf,
  FRIDAY,
  isWeekend,
  lastWeekday,
  MONDAY,
  nthWeekday,
  onOrBefore,
  parseDate,
  SATURDAY,
  weekdayOf,
} from './civil-date.ts';
import { easterSunday } from './easter-sunday.ts';
import { type CalendarRules, hours } from './exchange-calendar.ts';

/** Bank holidays by proclamation. */
const CLOSED_ONCE = [
  '1999-12-31', // eve of 2000
  '2002-06-03', // Golden Jubilee
  '2011-04-29', // royal wedding
  '2012-06-05', // Diamond Jubilee
  '2022-06-03', // Platinum Jubilee
  '2022-09-19', // funeral of Elizabeth II
  '2023-05-08', // coronation of Charles III
].map(parseDate);

/** The bank holiday of early May, moved to the anniversary of VE day. */
const EARLY_MAY_MOVED: Readonly<Record<number, string>> = { 1995: '1995-05-08', 2020: '2020-05-08' };
/** The bank holiday of late May, moved to a jubilee. */
const SPRING_MOVED: Readonly<Record<number, string>> = {
  2002: '2002-06-04',
  2012: '2012-06-04',
  2022: '2022-06-02',
};

const REGULAR = hours('08:00', '16:30');
const HALF_DAY = hours('08:00', '12:30');

/** London Stock Exchange: bank holidays of England, half days before Christmas and New Year. */
export const LONDON_STOCK_EXCHANGE: CalendarRules = {
  id: 'XLON',
  name: 'London Stock Exchange',
  timeZone: 'Europe/London',
  tradesAtWeekends: false,
  closedDates(year) {
    const easter = easterSunday(year);
    const newYear = dateOf(year, 1, 1);
    return [
      isWeekend(newYear) ? mondayAfter(newYear) : newYear,
      easter - 2 * DAY_MS,
      easter + DAY_MS,
      moved(EARLY_MAY_MOVED[year]) ?? nthWeekday(year, 5, MONDAY, 1),
      moved(SPRING_MOVED[year]) ?? lastWeekday(year, 5, MONDAY),
      lastWeekday(year, 8, MONDAY),
      ...christmasDays(year),
      ...CLOSED_ONCE,
    ];
  },
  // On a weekend the Friday before is the half day.
  specialHours: (year) =>
    [dateOf(year, 12, 24), dateOf(year, 12, 31)].map((date) => [
      isWeekend(date) ? onOrBefore(date, FRIDAY) : date,
      HALF_DAY,
    ]),
  regularHours: () => REGULAR,
};

/** 25 and 26 December, and the weekdays that stand in for those on a weekend (Banking and Financial Dealings Act 1971). */
function christmasDays(year: number): number[] {
  const christmas = dateOf(year, 12, 25);
  const standIns = isWeekend(christmas) ? [christmas + 2 * DAY_MS] : [];
  const boxingDay = christmas + DAY_MS;
  if (isWeekend(boxingDay)) standIns.push(boxingDay + 2 * DAY_MS);
  return [christmas, boxingDay, ...standIns];
}

function mondayAfter(weekendDay: number): number {
  return weekendDay + (weekdayOf(weekendDay) === SATURDAY ? 2 : 1) * DAY_MS;
}

function moved(date: string | undefined): number | undefined {
  return date === undefined ? undefined : parseDate(date);
}
