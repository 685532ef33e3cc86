import type { BarColumns } from '#domain/market/bar';

/** How many times the fresh closes the stored ones are at the times both have: the median, or 1 where none is shared. */
export function priceFactor(stored: BarColumns, fresh: BarColumns): number {
  const ratios: number[] = [];
  for (let i = 0, j = 0; i < stored.length && j < fresh.length; ) {
    const distance = stored.time[i]! - fresh.time[j]!;
    if (distance === 0) ratios.push(stored.close[i++]! / fresh.close[j++]!);
    else if (distance < 0) i++;
    else j++;
  }
  return ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? 1;
}
