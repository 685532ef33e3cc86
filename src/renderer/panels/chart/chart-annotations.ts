import type { DecisionView } from '#contract/services/decisions';
import type { FillView } from '#contract/services/trading';
import type { ChartMarker, RibbonSegment } from '../../charts/price-chart.ts';
import { formatDecimalText, formatQuantity } from '../../format/money.ts';

/** The account's own fills in a symbol as marks on its bars. */
export function fillMarkers(fills: readonly FillView[], symbol: string): ChartMarker[] {
  return fills
    .filter((fill) => fill.symbol === symbol)
    .map(({ eventTime, side, quantity, price }) => ({
      time: eventTime,
      side,
      text: `${side === 'buy' ? 'bought' : 'sold'} ${formatQuantity(quantity)} @ ${formatDecimalText(price)}`,
    }));
}

/** The regimes seen in a symbol, from decisions newest first: segments oldest first, one each time the name changes. */
export function regimeRibbon(decisions: readonly DecisionView[], symbol: string): RibbonSegment[] {
  const segments: RibbonSegment[] = [];
  const ofSymbol = decisions.filter((decision) => decision.symbol === symbol).reverse();
  for (const { eventTime, regime } of ofSymbol) {
    if (segments[segments.length - 1]?.label === regime.name) continue;
    segments.push({ fromTime: eventTime, tone: regimeTone(regime.name), label: regime.name });
  }
  return segments;
}

/** Stress is worst, then the direction of the trend; a market without one is amber. */
export function regimeTone(name: string): RibbonSegment['tone'] {
  if (name.includes('stressed') || name.startsWith('down')) return 'down';
  if (name.startsWith('up')) return 'up';
  return name.startsWith('sideways') ? 'warning' : 'muted';
}
