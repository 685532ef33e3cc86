/** At most four decimals beyond a hundredth's worth of digits, with a true minus sign: `1,234.5`, `−2.13`. */
export function alertNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 10 ? 2 : 4;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits }).replace('-', '−');
}

/** `2012-11-19 15:04:05 UTC` */
export function alertTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
