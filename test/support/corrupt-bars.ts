import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';

interface Draws {
  next(): number;
  nextInteger(minimum: number, maximum: number): number;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;
type Spoil = (bars: BarColumns, index: number, clean: BarColumns, random: Draws) => void;

const field = (random: Draws) => PRICES[random.nextInteger(0, 3)]!;

/** What goes wrong with price data, one bar at a time; bars at the edges have a bar on both sides. */
export const WAYS_TO_SPOIL: Readonly<Record<string, Spoil>> = {
  'two digits swapped': (bars, i, _, random) => {
    const name = field(random);
    const digits = bars[name][i]!.toFixed(2).replace('.', '').split('');
    const places = [...digits.keys()].filter((k) => k + 1 < digits.length && digits[k] !== digits[k + 1]);
    const at = places[0];
    if (at === undefined) return;
    [digits[at], digits[at + 1]] = [digits[at + 1]!, digits[at]!];
    bars[name][i] = Number(digits.join('')) / 100;
  },
  'ten times too large': (bars, i) => {
    for (const name of PRICES) bars[name][i] = bars[name][i]! * 10;
  },
  'one price ten times too small': (bars, i, _, random) => {
    const name = field(random);
    bars[name][i] = bars[name][i]! / 10;
  },
  'the bar before repeated': (bars, i, clean) => {
    for (const name of PRICES) bars[name][i] = clean[name][i - 1]!;
  },
  'the bar after it': (bars, i, clean) => {
    for (const name of PRICES) bars[name][i] = clean[name][i + 1]!;
  },
  'the change with the other sign': (bars, i, clean) => {
    const before = clean.close[i - 1]!;
    bars.close[i] = before - (clean.close[i]! - before);
  },
  'a negative price': (bars, i, _, random) => {
    const name = field(random);
    bars[name][i] = -bars[name][i]!;
  },
  'one percent too high': (bars, i, _, random) => {
    const name = field(random);
    bars[name][i] = bars[name][i]! * 1.01;
  },
  'one percent too low, all of it': (bars, i) => {
    for (const name of PRICES) bars[name][i] = bars[name][i]! * 0.99;
  },
};

export function copyBars(bars: BarColumns): BarColumns {
  const copy = allocateBars(bars.length);
  for (const name of BAR_FIELDS) copy[name].set(bars[name]);
  return copy;
}

/** Spoils a share of the bars, each in a way drawn at random; answers which bars differ now, and how. */
export function spoilBars(
  clean: BarColumns,
  share: number,
  random: Draws,
): { bars: BarColumns; spoiled: Map<number, string> } {
  const bars = copyBars(clean);
  const spoiled = new Map<number, string>();
  const ways = Object.keys(WAYS_TO_SPOIL);
  for (let i = 1; i < clean.length - 1; i++) {
    if (random.next() >= share) continue;
    const way = ways[random.nextInteger(0, ways.length - 1)]!;
    WAYS_TO_SPOIL[way]!(bars, i, clean, random);
    if (PRICES.some((name) => bars[name][i] !== clean[name][i])) spoiled.set(bars.time[i]!, way);
  }
  return { bars, spoiled };
}

/** The same prices as another vendor would have them: apart by a share of `spread` (normal) and rounded to cents. */
export function asOtherVendor(
  clean: BarColumns,
  spread: number,
  random: { nextNormal(): number },
): BarColumns {
  const bars = copyBars(clean);
  for (const name of PRICES)
    for (let i = 0; i < bars.length; i++)
      bars[name][i] = Math.round(bars[name][i]! * (1 + spread * random.nextNormal()) * 100) / 100;
  for (let i = 0; i < bars.length; i++) {
    const [open, close] = [bars.open[i]!, bars.close[i]!];
    bars.high[i] = Math.max(bars.high[i]!, open, close);
    bars.low[i] = Math.min(bars.low[i]!, open, close);
  }
  return bars;
}
