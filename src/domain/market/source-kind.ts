/** The ways bars come into the store. `computed`: made here from shorter bars; `unknown`: stored before it was noted. */
export const SOURCE_KINDS = [
  'file',
  'download',
  'stream',
  'computed',
  'sample',
  'simulated',
  'unknown',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
