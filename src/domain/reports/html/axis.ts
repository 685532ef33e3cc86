/** A value on an axis and what is written there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const DAY_MS = 86_400_000;
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Round values within a range, about `count` of them: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(k * step);
  return ticks;
}

/** Values 1, 2 and 5 times powers of ten within a positive range; all of them, or only the ones when there are many. */
export function logarithmicTicks(low: number, high: number): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const factor of [1, 2, 5]) all.push(factor * 10 ** power);
  const within = all.filter((value) => value >= low && value <= high);
  return within.length > 9 ? within.filter((value) => Number.isInteger(Math.log10(value))) : within;
}

/** Beginnings of years, months, days or hours (UTC) within a range, at most about `count`. */
export function timeTicks(from: number, to: number, count: number): Tick[] {
  const days = (to - from) / DAY_MS;
  if (days > 1_460) return yearTicks(from, to, count);
  if (days > 50) return monthTicks(from, to, count);
  const unit = days > 3 ? DAY_MS : 3_600_000;
  const step = Math.max(1, Math.ceil((to - from) / unit / count)) * unit;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const date = new Date(at);
    const label =
      unit === DAY_MS || at % DAY_MS === 0
        ? `${date.getUTCDate()} ${MONTH_NAMES[date.getUTCMonth()]}`
        : date.toISOString().slice(11, 16);
    ticks.push({ at, label });
  }
  return ticks;
}

function yearTicks(from: number, to: number, count: number): Tick[] {
  const [first, last] = [new Date(from).getUTCFullYear() + 1, new Date(to).getUTCFullYear()];
  const step = [1, 2, 5, 10, 20, 50].find((size) => (last - first) / size <= count) ?? 100;
  const ticks: Tick[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step)
    ticks.push({ at: Date.UTC(year, 0, 1), label: String(year) });
  return ticks;
}

function monthTicks(from: number, to: number, count: number): Tick[] {
  const start = new Date(from);
  const months = (to - from) / (30.4 * DAY_MS);
  const step = [1, 2, 3, 6].find((size) => months / size <= count) ?? 12;
  const ticks: Tick[] = [];
  for (let month = Math.ceil((start.getUTCMonth() + 1) / step) * step; ; month += step) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at > to) return ticks;
    const date = new Date(at);
    const name = MONTH_NAMES[date.getUTCMonth()]!;
    ticks.push({ at, label: date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : name });
  }
}
