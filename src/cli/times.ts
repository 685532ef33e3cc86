const DAY_MS = 86_400_000;

/** Writes times as dates when all are midnights UTC, else as instants to the second (or finer, where they are). */
export function timeFormatter(times: Float64Array): (time: number) => string {
  if (times.every((time) => time % DAY_MS === 0)) return dateText;
  return (time) => new Date(time).toISOString().replace('.000Z', 'Z');
}

/** `2013-03-01` */
export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
