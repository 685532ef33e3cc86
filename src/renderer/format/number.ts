import { toldNumber } from '#domain/values/told-number';

/** What stands where there is no value. */
export const NO_VALUE = '–';
/** `1,234.50` or `−1,234.50`; a dash for null and anything not finite. A value that rounds to zero has no sign. */
export function formatNumber(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  return toldNumber(value, digits);
}

/** As {@link formatNumber}, with a plus sign before what is above zero. */
export function formatSigned(value: number | null | undefined, digits = 2): string {
  const text = formatNumber(value, digits);
  return value !== null && value !== undefined && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** `12.3 %`, of a value already in percent. */
export function formatPercent(value: number | null | undefined, digits = 2): string {
  const text = formatNumber(value, digits);
  return text === NO_VALUE ? text : `${text} %`;
}

/** `+12.30 %`, of a value already in percent. */
export function formatSignedPercent(value: number | null | undefined, digits = 2): string {
  const text = formatSigned(value, digits);
  return text === NO_VALUE ? text : `${text} %`;
}

/** A whole number, grouped: `51,930`. */
export function formatCount(value: number | null | undefined): string {
  return formatNumber(value, 0);
}

const SCALES = [
  { from: 1e12, unit: 'T' },
  { from: 1e9, unit: 'B' },
  { from: 1e6, unit: 'M' },
  { from: 1e3, unit: 'k' },
] as const;

/** Three significant digits with a scale letter: `12.5k`, `7.20M`; plain below a thousand. */
export function formatCompact(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const size = Math.abs(value);
  // 999.95 of a unit would print as four digits, so it is already one of the next.
  const scale = SCALES.find(({ from }) => size >= from * 0.9995);
  if (scale === undefined) return formatNumber(value, Number.isInteger(value) ? 0 : 1);
  const scaled = value / scale.from;
  return formatNumber(scaled, Math.abs(scaled) < 9.995 ? 2 : Math.abs(scaled) < 99.95 ? 1 : 0) + scale.unit;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units with at most three digits: `184 MB`, `1.84 GB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes) || bytes < 0) return NO_VALUE;
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatNumber(value, unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${BYTE_UNITS[unit]}`;
}

/** `18 µs`, `0.42 ms`, `41 ms`, `1.8 s`, from milliseconds. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return NO_VALUE;
  if (milliseconds < 0.0995) return `${formatNumber(milliseconds * 1000, 0)} µs`;
  if (milliseconds < 9.95) return `${formatNumber(milliseconds, milliseconds < 0.995 ? 2 : 1)} ms`;
  if (milliseconds < 999.5) return `${formatNumber(milliseconds, 0)} ms`;
  if (milliseconds < 59_950) return `${formatNumber(milliseconds / 1000, 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** Whether a value shown is above, below or at zero. */
export function signOf(value: number | null | undefined): 'up' | 'down' | 'flat' {
  return value === null || value === undefined || value === 0 || Number.isNaN(value)
    ? 'flat'
    : value > 0
      ? 'up'
      : 'down';
}
