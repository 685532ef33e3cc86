/**
 * Milliseconds a Retry-After header asks to wait from `now`: seconds, or an HTTP date (RFC 9110 §10.2.3). Null when
 * there is none or it cannot be read; a date in the past is 0.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const time = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}
