/** Names of columns and what stands in them. */
export type CsvFields<Row> = readonly (readonly [
  name: string,
  read: (row: Row) => string | number | null | undefined,
])[];

/** The rows as CSV (RFC 4180) with a head. */
export function csvText<Row>(fields: CsvFields<Row>, rows: readonly Row[]): string {
  const lines = rows.map((row) => fields.map(([, read]) => csvField(read(row))).join(','));
  return `${[fields.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

/** A value as a field of CSV; what a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function csvField(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+@\t]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A moment in ISO 8601, UTC. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
