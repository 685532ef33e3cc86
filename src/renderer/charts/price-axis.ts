/** Round prices between `minimum` and `maximum` (inclusive), about `count` of them: steps of 1, 2, 2.5 or 5 × 10ⁿ. */
export function priceTicks(minimum: number, maximum: number, count: number): number[] {
  if (!(maximum > minimum) || count < 1) return [];
  const rough = (maximum - minimum) / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    ([1, 2, 2.5, 5, 10].find((multiple) => multiple * magnitude >= rough * 0.999) ?? 10) * magnitude;
  const ticks: number[] = [];
  for (let i = Math.ceil(minimum / step - 1e-9); i * step <= maximum + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Round prices for a logarithmic axis: the linear ticks of each part that is tall enough to hold them. */
export function logarithmicTicks(minimum: number, maximum: number, count: number): number[] {
  if (!(minimum > 0) || !(maximum > minimum)) return [];
  if (maximum / minimum < 3) return priceTicks(minimum, maximum, count);
  const ticks: number[] = [];
  const perDecade = count / Math.log10(maximum / minimum);
  const multiples = perDecade >= 6 ? [1, 1.5, 2, 3, 5, 7] : perDecade >= 3 ? [1, 2, 5] : [1];
  for (let exponent = Math.floor(Math.log10(minimum)); 10 ** exponent <= maximum; exponent++) {
    for (const multiple of multiples) {
      const tick = Number((multiple * 10 ** exponent).toPrecision(12));
      if (tick >= minimum && tick <= maximum) ticks.push(tick);
    }
  }
  return ticks;
}
