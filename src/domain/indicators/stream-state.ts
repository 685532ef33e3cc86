import type { IndicatorStream } from './indicator.ts';

/**
 * All of a stream's state as numbers, to be kept and given to {@link restoreStream}: its fields in the order they were
 * made, columns whole, booleans as 1 and 0.
 */
export function saveStream(stream: IndicatorStream): Float64Array {
  const state: number[] = [];
  collect(stream, state);
  return Float64Array.from(state);
}

/**
 * Puts a stream of the same definition and parameters where the saved one was; it goes on with the same bits. Throws a
 * RangeError when the state has another size, and leaves the stream as it was.
 */
export function restoreStream(stream: IndicatorStream, state: Float64Array): void {
  const size = saveStream(stream).length;
  if (state.length !== size)
    throw new RangeError(
      `the saved state holds ${state.length} numbers where this stream has ${size}; it is of another indicator or other parameters`,
    );
  spread(stream, state, 0);
}

/** Makes the second of two streams of one definition and parameters the same as the first; allocates nothing. */
export function copyStream(source: IndicatorStream, target: IndicatorStream): void {
  copyFields(source, target);
}

function collect(source: object, state: number[]): void {
  for (const value of Object.values(source)) {
    if (typeof value === 'number' || typeof value === 'boolean') state.push(Number(value));
    else if (value instanceof Float64Array) for (const element of value) state.push(element);
    else if (hasFields(value)) collect(value, state);
  }
}

/** Answers the place behind what was read. */
function spread(target: object, state: Float64Array, start: number): number {
  let place = start;
  for (const [key, value] of Object.entries(target)) {
    if (typeof value === 'number') Reflect.set(target, key, state[place++]);
    else if (typeof value === 'boolean') Reflect.set(target, key, state[place++] === 1);
    else if (value instanceof Float64Array) {
      value.set(state.subarray(place, place + value.length));
      place += value.length;
    } else if (hasFields(value)) place = spread(value, state, place);
  }
  return place;
}

function copyFields(source: unknown, target: unknown): void {
  if (!hasFields(source) || !hasFields(target)) return;
  for (const key in source) {
    const value = source[key];
    const place = target[key];
    if (value instanceof Float64Array) {
      if (place instanceof Float64Array) place.set(value);
    } else if (hasFields(value)) copyFields(value, place);
    else if (typeof value !== 'function') target[key] = value;
  }
}

function hasFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
