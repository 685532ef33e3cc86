/** What bars can be of. `economic` is a published series, such as a rate. */
export const DATA_TYPES = ['equity', 'index', 'forex', 'crypto', 'economic'] as const;
export type DataType = (typeof DATA_TYPES)[number];
