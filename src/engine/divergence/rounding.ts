/**
 * Whether two decimal texts are one number, rounded: the finer one comes to the other at the places of the coarser, up,
 * down or to the nearest, places below `places` counted as that many.
 */
export function isRoundingOf(a: string, b: string, places: number): boolean {
  const coarse = Math.max(places, Math.min(placesOf(a), placesOf(b)));
  const [x, y] = [scaled(a, coarse), scaled(b, coarse)];
  const isWhole = [x, y].map((value) => Math.abs(value - Math.round(value)) < 1e-6);
  // Of two numbers that both end at these places, neither is the other's rounding, but for a last digit of float64.
  if (isWhole[0] && isWhole[1]) return Math.abs(Number(a) - Number(b)) <= 1e-7 * Math.abs(Number(a));
  return Math.abs(x - y) < 1;
}

function placesOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string, places: number): number {
  return Number(text) * 10 ** places;
}
