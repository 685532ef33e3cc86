/** Records whose kinds are noted together, by the whole part of their sequence divided by it. */
export const RECORDS_OF_BLOCK = 256;

/** The block that a record belongs to. */
export function blockOf(sequence: number): number {
  return Math.floor(sequence / RECORDS_OF_BLOCK);
}

/** As a person reads it: `block 2 (records 512 to 767)`. */
export function blockText(block: number): string {
  const first = block * RECORDS_OF_BLOCK;
  return `block ${block} (records ${Math.max(first, 1)} to ${first + RECORDS_OF_BLOCK - 1})`;
}
