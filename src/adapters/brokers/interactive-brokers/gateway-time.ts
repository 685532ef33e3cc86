import { zonedInstant } from '#domain/market/zoned-date';

const FORM = /^(\d{4})(\d{2})(\d{2})(?:(-)|\s+)(\d{2}):(\d{2}):(\d{2})(?:\s+(\S.*))?$/;
const QUARTER_HOUR_MS = 900_000;

/**
 * Milliseconds of a time as TWS writes it: `20260303 10:00:00 US/Eastern`, `20260303-15:00:00` (UTC), or without a zone
 * in that of TWS, whose clock is `offsetMs` ahead of UTC. Null when it is none of these.
 */
export function parseGatewayTime(text: string, offsetMs: number): number | null {
  const wall = wallTime(text);
  if (wall === null) return null;
  const { time, isUtc, zone } = wall;
  if (isUtc && !zone) return time;
  if (!zone) return time - offsetMs;
  try {
    return zonedInstant(time, zone);
  } catch (error) {
    if (error instanceof RangeError) return time - offsetMs;
    throw error;
  }
}

/** How far the clock of TWS is ahead of UTC, to the quarter hour, from what it shows at `now`; zero when it shows nothing readable. */
export function gatewayOffset(text: string, now: number): number {
  const wall = wallTime(text);
  return wall === null ? 0 : Math.round((wall.time - now) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
}

/** `20260303-15:00:00`, which TWS reads as UTC. Throws a RangeError for a time that is not on the full second. */
export function formatGatewayTime(time: number): string {
  if (!Number.isInteger(time / 1_000)) throw new RangeError(`${time} ms is not on the full second`);
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${clock.slice(0, 8)}`;
}

function wallTime(text: string): { time: number; isUtc: boolean; zone: string | undefined } | null {
  const match = FORM.exec(text.trim());
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const [hour = 0, minute = 0, second = 0] = match.slice(5, 8).map(Number);
  return {
    time: Date.UTC(year, month - 1, day, hour, minute, second),
    isUtc: match[4] === '-',
    zone: match[8],
  };
}
