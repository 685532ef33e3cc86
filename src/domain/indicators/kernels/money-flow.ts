/** Where the close stands in its bar's range: −1 at the low, 1 at the high, 0 for a bar without range (Chaikin). */
export function moneyFlow(high: number, low: number, close: number): number {
  return high > low ? (close - low - (high - close)) / (high - low) : 0;
}
