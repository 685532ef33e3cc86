import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { InstrumentView } from '../../stores/reference.ts';

export interface MarketHours {
  readonly calendar: string;
  readonly timeZone: string;
  readonly isOpen: boolean;
  /** Trades day and night, all days. */
  readonly isAlways: boolean;
  /** When it next opens while closed, or closes while open; null where it always trades. */
  readonly nextTime: number | null;
  /** The session that goes on or comes next is a half day or opens late. */
  readonly isSpecial: boolean;
}

const LOOK_AHEAD_MS = 14 * 86_400_000;

/** Whether an instrument's exchange trades at an instant, and when that changes. */
export function marketHours(instrument: InstrumentView, now: number): MarketHours {
  const { id, name, timeZone, sessionsBetween } = calendarOf(instrument);
  const base = { calendar: name, timeZone, isAlways: id === 'CRYPTO' };
  const sessions = sessionsBetween(now, now + LOOK_AHEAD_MS);
  for (const { segments, isSpecial } of sessions)
    for (const { open, close } of segments) {
      if (close <= now) continue;
      const isOpen = open <= now;
      return { ...base, isOpen, isSpecial, nextTime: base.isAlways ? null : isOpen ? close : open };
    }
  return { ...base, isOpen: false, isSpecial: false, nextTime: null };
}
