/** Moves labels that would cover each other apart, in their order from the top; `height` in the unit of the places. */
export function spreadPlaces(places: readonly number[], height: number, bottom: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const spread = [...places];
  let free = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    spread[i] = Math.max(places[i] ?? 0, free);
    free = (spread[i] ?? 0) + height;
  }
  // Those pushed out at the foot go back up, as far as the ones above let them.
  let limit = bottom;
  for (const i of order.reverse()) {
    spread[i] = Math.min(spread[i] ?? 0, limit);
    limit = (spread[i] ?? 0) - height;
  }
  return spread;
}
