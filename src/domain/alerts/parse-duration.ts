const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `30s`, `15m`, `4h` or `2d`; null for anything else and for nothing at all. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const durationMs = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  return durationMs > 0 ? durationMs : null;
}
