import uPlot from 'uplot';
import { formatCompact, formatNumber } from '../format/number.ts';
import { AXIS_BOX_HALF_HEIGHT } from './annotation-drawing.ts';
import { ChartLegend } from './chart-legend.ts';
import type { ChartState } from './chart-state.ts';
import { withOpacity } from './chart-theme.ts';
import { drawPane } from './pane-drawing.ts';
import { type PaneGeometry, type PaneScale, paneGeometry } from './pane-geometry.ts';
import { indicatorScale, priceScale } from './pane-scale.ts';
import { logarithmicTicks, priceTicks } from './price-axis.ts';
import { timeTicks } from './time-axis.ts';

export const TIME_AXIS_HEIGHT = 24;
// uPlot scales only whole sizes to the screen's pixels.
const FONT_SIZE = 11;
const LABEL_HALF = 7;
const LEAST_TICK_SPACE = 46;
/** A time label nearer to the left edge than this would be cut. */
const LABEL_EDGE = 15;

export interface PaneSize {
  readonly width: number;
  readonly height: number;
  /** Width of the price axis, the same in every pane of a chart. */
  readonly axisWidth: number;
  /** Only the lowest pane carries the time axis. */
  readonly hasTimeAxis: boolean;
}

/**
 * One uPlot instance: the candles, or one indicator in a pane of its own. uPlot keeps the canvas sharp, the axes
 * and the crosshair; what it draws inside comes from the chart's state, so its own data is a stand-in of two rows.
 */
export class ChartPane {
  /** Null for the price pane. */
  readonly indicatorId: string | null;
  readonly plot: uPlot;
  private readonly state: ChartState;
  private readonly legend: ChartLegend;
  private readonly priceTag = document.createElement('div');
  private size: PaneSize;
  private scale: PaneScale = { minimum: 0, maximum: 1, isLogarithmic: false };

  constructor(
    parent: HTMLElement,
    state: ChartState,
    options: {
      readonly indicatorId: string | null;
      readonly size: PaneSize;
      readonly onCursor: (pane: ChartPane) => void;
    },
  ) {
    this.state = state;
    this.indicatorId = options.indicatorId;
    this.size = options.size;
    this.plot = new uPlot(
      this.plotOptions(options.onCursor),
      [
        [0, 1],
        [null, null],
      ],
      parent,
    );
    this.legend = new ChartLegend(this.plot.over);
    this.priceTag.className = 'price-chart-tag price-chart-price-tag';
    this.priceTag.hidden = true;
    this.plot.over.append(this.priceTag);
  }

  /** Draws a frame from the state. */
  draw(size: PaneSize): void {
    const isResized = size.width !== this.size.width || size.height !== this.size.height;
    const isRelaid = size.axisWidth !== this.size.axisWidth || size.hasTimeAxis !== this.size.hasTimeAxis;
    this.size = size;
    this.scale = this.measure();
    const { from, to } = this.state.range;
    this.plot.batch(() => {
      if (isResized || isRelaid) this.plot.setSize({ width: size.width, height: size.height });
      this.plot.setScale('x', { min: from, max: to });
    });
    this.showLegend();
  }

  showLegend(): void {
    this.legend.show(this.indicators(), this.state);
  }

  /** Moves the vertical hair to a bar; the horizontal one stays in the pane under the pointer. */
  followCursor(left: number): void {
    this.plot.setCursor({ left, top: -10 }, false);
    this.priceTag.hidden = true;
  }

  /** Writes the value under the pointer on the axis, or takes it away. */
  showPriceTag(): void {
    const { top, left } = this.plot.cursor;
    const isShown =
      top !== undefined && left !== undefined && top >= 0 && left >= 0 && this.state.bars.length > 0;
    this.priceTag.hidden = !isShown;
    if (!isShown) return;
    this.priceTag.textContent = this.axisText(this.valueAt(top));
    this.priceTag.style.transform = `translateY(${Math.round(top - 9)}px)`;
  }

  valueAt(top: number): number {
    return this.plot.posToVal(top, 'y');
  }

  /** Screen pixels from the top of the pane to a value, which may be out of sight. */
  topOf(value: number): number {
    return this.plot.valToPos(value, 'y') + this.plot.bbox.top / uPlot.pxRatio;
  }

  /** The area that is drawn in, in screen pixels from the top left of the pane. */
  plotBox(): { readonly top: number; readonly bottom: number; readonly right: number } {
    const { top, height, left, width } = this.plot.bbox;
    const ratio = uPlot.pxRatio;
    return { top: top / ratio, bottom: (top + height) / ratio, right: (left + width) / ratio };
  }

  destroy(): void {
    this.plot.destroy();
  }

  private indicators() {
    const { indicators } = this.state;
    return this.indicatorId === null
      ? indicators.filter(({ pane }) => pane === 'price')
      : indicators.filter(({ id }) => id === this.indicatorId);
  }

  private measure(): PaneScale {
    if (this.indicatorId === null) return priceScale(this.state);
    const indicator = this.indicators()[0];
    return indicator === undefined ? this.scale : indicatorScale(this.state, indicator);
  }

  private axisText(value: number): string {
    if (this.indicatorId === null) return formatNumber(value, this.state.format.pricePrecision);
    return Math.abs(value) >= 1e4
      ? formatCompact(value)
      : formatNumber(value, this.scale.maximum - this.scale.minimum > 20 ? 0 : 2);
  }

  private ticks(height: number): number[] {
    const { state, scale } = this;
    if (state.bars.length === 0) return [];
    if (this.indicatorId !== null) return this.indicatorTicks(height);
    const count = Math.max(2, Math.floor(height / LEAST_TICK_SPACE));
    const ticks = scale.isLogarithmic ? logarithmicTicks : priceTicks;
    // Prices at the height of the volume bars would be read as volumes.
    const lowest = scale.lowestShown ?? scale.minimum;
    return ticks(scale.minimum, scale.maximum, count).filter((tick) => tick >= lowest);
  }

  private indicatorTicks(height: number): number[] {
    const levels = this.indicators()[0]?.levels ?? [];
    return levels.length > 1
      ? [...levels]
      : priceTicks(this.scale.minimum, this.scale.maximum, Math.max(1, Math.floor(height / 36)));
  }

  private plotOptions(onCursor: (pane: ChartPane) => void): uPlot.Options {
    const { state } = this;
    const font = `${FONT_SIZE}px ${state.theme.fontFamily}`;
    const grid = (): string => withOpacity(state.theme.line, 0.6);
    return {
      width: this.size.width,
      height: this.size.height,
      pxAlign: 1,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      cursor: {
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        bind: { mousedown: () => null, mouseup: () => null, dblclick: () => null },
        move: (plot, left, top) => [this.snapped(plot, left), top],
      },
      scales: {
        x: { time: false, auto: false, range: () => [state.range.from, state.range.to] },
        y: {
          range: () => [this.scale.minimum, this.scale.maximum],
          distr: 100,
          fwd: (value) => (this.scale.isLogarithmic ? Math.log(value) : value),
          bwd: (value) => (this.scale.isLogarithmic ? Math.exp(value) : value),
        },
      },
      axes: [
        {
          scale: 'x',
          side: 2,
          size: () => (this.size.hasTimeAxis ? TIME_AXIS_HEIGHT : 0),
          gap: 7,
          font,
          stroke: () => state.theme.muted,
          incrs: [1],
          space: () => 0,
          splits: (plot) => this.timeSplits(plot).map(({ index }) => index),
          values: (plot) => (this.size.hasTimeAxis ? this.timeTexts(plot) : []),
          grid: { show: true, stroke: () => withOpacity(state.theme.line, 0.35), width: 1 },
          ticks: { show: false },
        },
        {
          scale: 'y',
          side: 1,
          size: () => this.size.axisWidth,
          gap: 8,
          font,
          stroke: () => state.theme.muted,
          incrs: [1],
          space: () => 0,
          splits: (plot) => this.ticks(plot.bbox.height / uPlot.pxRatio),
          values: (plot, splits) =>
            splits.map((value) =>
              this.isCut(plot, value) || this.isBehindBox(plot, value) ? null : this.axisText(value),
            ),
          grid: { show: true, stroke: grid, width: 1 },
          ticks: { show: false },
        },
      ],
      series: [{}, { scale: 'y', auto: false, points: { show: false }, paths: () => null }],
      hooks: {
        drawClear: [(plot) => this.drawGround(plot)],
        draw: [(plot) => this.drawContent(plot)],
        setCursor: [() => onCursor(this)],
      },
    };
  }

  /** Whether a tick's text would stick out of its pane. */
  private isCut(plot: uPlot, value: number): boolean {
    const { yOf, top, height, ratio } = this.geometry(plot);
    const y = yOf(value);
    return y - top < LABEL_HALF * ratio || top + height - y < LABEL_HALF * ratio;
  }

  /** Whether a tick's text would show from behind the box of the last price. */
  private isBehindBox(plot: uPlot, value: number): boolean {
    const { bars } = this.state;
    if (this.indicatorId !== null || bars.length === 0) return false;
    const { yOf, ratio } = this.geometry(plot);
    return Math.abs(yOf(value) - yOf(bars.close[bars.length - 1]!)) < (AXIS_BOX_HALF_HEIGHT + 6) * ratio;
  }

  private snapped(plot: uPlot, left: number): number {
    if (left < 0) return left;
    const index = Math.round(plot.posToVal(left, 'x'));
    return plot.valToPos(Math.max(0, Math.min(this.state.bars.length - 1, index)), 'x');
  }

  private timeSplits(plot: uPlot) {
    const { bars, range, format } = this.state;
    const plotWidth = plot.bbox.width / uPlot.pxRatio;
    return timeTicks(bars.time, bars.length, range, { format, plotWidth, labelSpace: 72 });
  }

  private timeTexts(plot: uPlot): (string | null)[] {
    const left =
      this.state.range.from +
      (LABEL_EDGE * (this.state.range.to - this.state.range.from)) / (plot.bbox.width / uPlot.pxRatio);
    return this.timeSplits(plot).map(({ index, text }) => (index < left ? null : text));
  }

  private geometry(plot: uPlot): PaneGeometry {
    return paneGeometry(plot.bbox, uPlot.pxRatio, this.state.range, this.scale);
  }

  private drawGround(plot: uPlot): void {
    const levels = this.indicatorId === null ? [] : (this.indicators()[0]?.levels ?? []);
    if (levels.length < 2) return;
    const geometry = this.geometry(plot);
    const top = Math.round(geometry.yOf(Math.max(...levels)));
    const bottom = Math.round(geometry.yOf(Math.min(...levels)));
    plot.ctx.fillStyle = withOpacity(this.state.theme.accent, 0.07);
    plot.ctx.fillRect(geometry.left, top, geometry.width, bottom - top);
  }

  private drawContent(plot: uPlot): void {
    const hasPrices = this.indicatorId === null;
    drawPane(plot.ctx, this.state, this.geometry(plot), { indicators: this.indicators(), hasPrices });
  }
}
