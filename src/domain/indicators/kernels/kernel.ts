/** Something that takes a value and answers another, NaN until it has seen enough. */
export interface Kernel {
  push(value: number): number;
}

/** Gives a value on to a kernel unless it is NaN, which is another kernel's "not yet" and must not enter a sum. */
export function feed(kernel: Kernel, value: number): number {
  return Number.isNaN(value) ? Number.NaN : kernel.push(value);
}

/** The quotient, or `fallback` (0 unless told) where the divisor is zero. */
export function ratio(dividend: number, divisor: number, fallback = 0): number {
  return divisor === 0 ? fallback : dividend / divisor;
}
