const OBJECT_BYTES = 32;
const SLOT_BYTES = 8;
/** Of long lists so many items are looked at; the rest is taken to be like them. */
const SAMPLE = 64;

/**
 * Memory that a plain value takes, roughly, in bytes: numbers 8, text 2 a character, typed arrays what they hold. Of
 * long lists a sample is weighed.
 */
export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return OBJECT_BYTES + value.length * 2;
  if (typeof value !== 'object' || value === null) return SLOT_BYTES;
  if (ArrayBuffer.isView(value)) return OBJECT_BYTES + value.byteLength;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const sample = items.slice(0, SAMPLE).reduce<number>((sum, item) => sum + estimateBytes(item), 0);
    return OBJECT_BYTES + (items.length <= SAMPLE ? sample : (sample / SAMPLE) * items.length);
  }
  return Object.values(value).reduce<number>(
    (sum, item) => sum + SLOT_BYTES + estimateBytes(item),
    OBJECT_BYTES,
  );
}
