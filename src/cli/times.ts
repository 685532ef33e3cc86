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

/** `2013-03-01T09:30:00.000Z`, to the microsecond where the time has any. */
export function instantText(time: number): string {
  const text = new Date(Math.floor(time)).toISOString();
  const micros = Math.round((time - Math.floor(time)) * 1_000);
  return micros === 0 ? text : text.replace('Z', `${String(Math.min(micros, 999)).padStart(3, '0')}Z`);
}
