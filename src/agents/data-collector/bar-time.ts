const DAY_MS = 86_400_000;
const WITH_TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AP]M)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${WITH_TIME}$`, 'i');
const COMPACT = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})${WITH_TIME}$`, 'i');
const MONTH_FIRST = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${WITH_TIME}$`, 'i');
const EPOCH_SECONDS = /^\d{9,11}(\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{12,13}(\.\d+)?$/;

/**
 * Milliseconds since 1970 of a time as price files write it, or NaN when it is none: ISO dates with or without
 * time and offset, compact dates (`20130301 09:30`), US month/day/year, epoch seconds and milliseconds. A time
 * without an offset is UTC. With `isDaily`, the answer is midnight UTC of the date as written.
 */
export function parseBarTime(text: string, isDaily: boolean): number {
  const plain = plainTime(text, isDaily);
  if (!Number.isNaN(plain)) return plain;
  const trimmed = text.trim();
  const yearFirst = YEAR_FIRST.exec(trimmed) ?? COMPACT.exec(trimmed);
  if (yearFirst) return instant(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!, yearFirst, isDaily);
  const monthFirst = MONTH_FIRST.exec(trimmed);
  if (monthFirst) return instant(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!, monthFirst, isDaily);
  if (EPOCH_SECONDS.test(trimmed)) return ofEpoch(Number(trimmed) * 1_000, isDaily);
  if (EPOCH_MILLISECONDS.test(trimmed)) return ofEpoch(Number(trimmed), isDaily);
  return Number.NaN;
}

function ofEpoch(time: number, isDaily: boolean): number {
  return isDaily ? Math.floor(time / DAY_MS) * DAY_MS : Math.round(time);
}

function instant(year: string, month: string, day: string, match: RegExpExecArray, isDaily: boolean): number {
  const date = midnight(Number(year), Number(month), Number(day));
  if (match[4] === undefined) return date;
  const [, , , , hourText, minuteText, secondText = '0', fraction = '', half, offset = 'Z'] = match;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  if (isDaily) return date;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return date + ((hour * 60 + minute - offsetMinutes(offset)) * 60 + second) * 1_000 + milliseconds;
}

function offsetMinutes(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** `2013-03-01`, `2013-03-01 09:30` and `2013-03-01 09:30:00` without a pattern: the forms that fill most files. */
function plainTime(text: string, isDaily: boolean): number {
  const { length } = text;
  if (length !== 10 && length !== 16 && length !== 19) return Number.NaN;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  const date = midnight(digitsAt(text, 0) * 100 + digitsAt(text, 2), digitsAt(text, 5), digitsAt(text, 8));
  if (length === 10) return date;
  const isJoined = text.charCodeAt(10) === 32 || text.charCodeAt(10) === 84;
  if (!isJoined || text.charCodeAt(13) !== 58 || (length === 19 && text.charCodeAt(16) !== 58))
    return Number.NaN;
  const hour = digitsAt(text, 11);
  const minute = digitsAt(text, 14);
  const second = length === 19 ? digitsAt(text, 17) : 0;
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return isDaily ? date : date + ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** The two-digit number at a position, or NaN. */
function digitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** NaN when the calendar has no such day. */
function midnight(year: number, month: number, day: number): number {
  if (!(year >= 1_000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return Number.NaN;
  return Date.UTC(year, month - 1, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
