import type { RollingWindow } from './rolling-window.ts';

/**
 * Hurst exponent of a full window by rescaled ranges (Hurst 1951): the values are cut into pieces of all, half, a
 * quarter and so on down to 8 values or 32 pieces, the oldest left out where they do not divide; the exponent is the slope of log(mean range / deviation) over log(length). NaN where fewer than two lengths can be measured.
 */
export function rescaledRangeExponent(window: RollingWindow): number {
  const count = window.period;
  let points = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let pieces = 1; pieces <= 32 && Math.floor(count / pieces) >= 8; pieces *= 2) {
    const length = Math.floor(count / pieces);
    const range = meanRescaledRange(pieces, length, window);
    if (!(range > 0)) continue;
    const x = Math.log(length);
    const y = Math.log(range);
    points++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  if (points < 2) return Number.NaN;
  return (points * sumXY - sumX * sumY) / (points * sumXX - sumX * sumX);
}

function meanRescaledRange(pieces: number, length: number, window: RollingWindow): number {
  const skipped = window.period - pieces * length;
  let total = 0;
  for (let piece = 0; piece < pieces; piece++) {
    total += rescaledRange(skipped + piece * length, length, window);
  }
  return total / pieces;
}

function rescaledRange(start: number, length: number, window: RollingWindow): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += window.at(window.period - 1 - i);
  const mean = sum / length;
  let walked = 0;
  let highest = 0;
  let lowest = 0;
  let squares = 0;
  for (let i = start; i < start + length; i++) {
    const distance = window.at(window.period - 1 - i) - mean;
    squares += distance * distance;
    walked += distance;
    if (i === start || walked > highest) highest = walked;
    if (i === start || walked < lowest) lowest = walked;
  }
  return squares === 0 ? 0 : (highest - lowest) / Math.sqrt(squares / length);
}
