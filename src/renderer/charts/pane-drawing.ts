import {
  drawAxisBoxes,
  drawLastPrice,
  drawMarkers,
  drawPriceLines,
  drawRibbon,
} from './annotation-drawing.ts';
import { drawCandles, drawVolume } from './candle-drawing.ts';
import { type ChartState, columnExtremes } from './chart-state.ts';
import { drawColumn } from './line-drawing.ts';
import type { PaneGeometry } from './pane-geometry.ts';
import type { ChartIndicator } from './price-chart.ts';

/** Draws what one pane holds: its indicators, and in the pane of prices the candles with all that is marked on them. */
export function drawPane(
  context: CanvasRenderingContext2D,
  state: ChartState,
  geometry: PaneGeometry,
  { indicators, hasPrices }: { readonly indicators: readonly ChartIndicator[]; readonly hasPrices: boolean },
): void {
  const { bars, theme } = state;
  const hasBars = hasPrices && bars.length > 0;
  context.save();
  context.beginPath();
  context.rect(geometry.left, geometry.top, geometry.width, geometry.height);
  context.clip();
  if (hasBars) {
    drawVolume(context, bars, state.volumes, geometry, theme);
    drawCandles(context, bars, state.prices, geometry, theme);
  }
  for (const indicator of indicators)
    for (const column of indicator.columns)
      drawColumn(context, column, columnExtremes(column, indicator.changedFrom ?? 0), geometry, theme);
  if (hasBars) {
    drawMarkers(context, bars, state.placedMarkers, geometry, theme);
    drawRibbon(context, state.ribbon, bars, geometry, theme);
  }
  context.restore();
  if (!hasBars) return;
  const precision = state.format.pricePrecision;
  const orders = drawPriceLines(context, state.priceLines, geometry, theme, precision);
  const last = drawLastPrice(context, bars.close[bars.length - 1]!, geometry, theme, precision);
  drawAxisBoxes(context, last === undefined ? orders : [last, ...orders], geometry, theme);
}
