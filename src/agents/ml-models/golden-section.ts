const RATIO = (Math.sqrt(5) - 1) / 2;

/** The point of [low, high] where a unimodal function is least, after `steps` narrowings by 0.618 (Kiefer 1953). */
export function goldenSection(
  evaluate: (x: number) => number,
  bounds: { low: number; high: number },
  steps: number,
): number {
  let { low, high } = bounds;
  let left = high - RATIO * (high - low);
  let right = low + RATIO * (high - low);
  let atLeft = evaluate(left);
  let atRight = evaluate(right);
  for (let step = 0; step < steps; step++) {
    if (atLeft <= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - RATIO * (high - low);
      atLeft = evaluate(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + RATIO * (high - low);
      atRight = evaluate(right);
    }
  }
  return atLeft <= atRight ? left : right;
}
