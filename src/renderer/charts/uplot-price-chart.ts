import 'uplot/dist/uPlot.min.css';
import './price-chart.css';
import type { BarColumns } from '#domain/market/bar';
import { ChartPane } from './chart-pane.ts';
import { type ChartState, emptyChartState, placeMarkers, takeBars } from './chart-state.ts';
import type { ChartTheme } from './chart-theme.ts';
import { Crosshair } from './crosshair.ts';
import { attachPanZoom } from './pan-zoom.ts';
import { axisWidthOf, paneSizes } from './pane-sizes.ts';
import type {
  ChartFormat,
  ChartIndicator,
  ChartMarker,
  ChartPriceLine,
  CrosshairPosition,
  PriceArea,
  PriceChart,
  PriceChartOptions,
  RibbonSegment,
  TrustMarks,
  TrustTouch,
  VisibleRange,
} from './price-chart.ts';
import { TRUST_ROW_HEIGHT, TrustStripe } from './trust-stripe.ts';
import {
  followedRange,
  keptInSight,
  newestRange,
  pannedRange,
  wholeRange,
  zoomedRange,
} from './visible-range.ts';

/** Puts a price chart into an element, which gives it its size; the chart follows when that changes. */
export function createPriceChart(container: HTMLElement, options: PriceChartOptions): PriceChart {
  return new UplotPriceChart(container, options);
}

class UplotPriceChart implements PriceChart {
  private readonly root = document.createElement('div');
  private readonly state: ChartState;
  private panes: ChartPane[] = [];
  private readonly crosshair: Crosshair;
  private readonly frameListeners = new Set<() => void>();
  private readonly drawnListeners = new Set<() => void>();
  private readonly rangeListeners = new Set<(range: VisibleRange) => void>();
  private readonly offs: (() => void)[] = [];
  private readonly stripe: TrustStripe;
  private markers: readonly ChartMarker[] = [];
  private epoch: number | null = null;
  private frame = 0;
  private announcedRange: VisibleRange | null = null;
  private width = 0;
  private height = 0;
  /** Set until the first frame that has both bars and a size. */
  private isViewUnset = true;

  constructor(container: HTMLElement, options: PriceChartOptions) {
    this.state = emptyChartState(options.theme, options.format);
    this.crosshair = new Crosshair(this.state);
    this.root.className = 'price-chart';
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'application');
    this.root.setAttribute('aria-roledescription', 'price chart');
    this.root.setAttribute('aria-label', options.label);
    container.append(this.root);
    this.stripe = new TrustStripe(this.root, this.state);
    const observer = new ResizeObserver(() => this.invalidate());
    observer.observe(this.root);
    this.offs.push(() => observer.disconnect(), this.attachHands());
    // Text on a canvas does not ask for its font, and keeps the fallback's shape until it is drawn again.
    const redraw = () => this.invalidate();
    document.fonts.addEventListener('loadingdone', redraw);
    this.offs.push(() => document.fonts.removeEventListener('loadingdone', redraw));
    document.fonts.load(`11px ${options.theme.fontFamily}`).then(redraw, redraw);
    this.invalidate();
  }

  setBars(bars: BarColumns, epoch: number): void {
    const { state } = this;
    const before = state.bars.length;
    takeBars(state, bars, 0);
    state.placedMarkers = placeMarkers(bars, this.markers);
    state.hoveredIndex = Math.min(state.hoveredIndex, bars.length - 1);
    if (epoch !== this.epoch || before === 0) this.isViewUnset = true;
    else state.range = keptInSight(followedRange(state.range, before, bars.length - before), bars.length);
    this.epoch = epoch;
    this.invalidate();
  }

  updateBars(fromIndex: number, bars: BarColumns): void {
    const { state } = this;
    const before = state.bars.length;
    takeBars(state, bars, fromIndex);
    if (before === 0) this.isViewUnset = true;
    else state.range = followedRange(state.range, before, bars.length - before);
    if (bars.length !== before) state.placedMarkers = placeMarkers(bars, this.markers);
    this.invalidate();
  }

  setIndicators(indicators: readonly ChartIndicator[]): void {
    this.state.indicators = indicators;
    this.invalidate();
  }

  setMarkers(markers: readonly ChartMarker[]): void {
    this.markers = markers;
    this.state.placedMarkers = placeMarkers(this.state.bars, markers);
    this.invalidate();
  }

  setPriceLines(lines: readonly ChartPriceLine[]): void {
    this.state.priceLines = lines;
    this.invalidate();
  }

  setRibbon(segments: readonly RibbonSegment[]): void {
    this.state.ribbon = segments;
    this.invalidate();
  }

  setTrust(marks: TrustMarks | null): void {
    this.stripe.setMarks(marks);
    this.invalidate();
  }

  setFormat(format: ChartFormat): void {
    this.state.format = format;
    this.invalidate();
  }

  setLogScale(isLogarithmic: boolean): void {
    this.state.isLogarithmic = isLogarithmic;
    this.invalidate();
  }

  setTheme(theme: ChartTheme): void {
    this.state.theme = theme;
    this.invalidate();
  }

  setLabel(label: string): void {
    this.root.setAttribute('aria-label', label);
  }

  timeAt(index: number): number | undefined {
    const { bars } = this.state;
    return index < bars.length ? bars.time[index] : undefined;
  }

  visibleRange(): VisibleRange {
    return this.state.range;
  }

  setVisibleRange(range: VisibleRange): void {
    this.state.range = keptInSight(range, this.state.bars.length);
    this.isViewUnset = false;
    this.invalidate();
  }

  fit(): void {
    this.setVisibleRange(wholeRange(this.state.bars.length, this.plotWidth()));
  }

  onCrosshair(listener: (position: CrosshairPosition) => void): () => void {
    return this.crosshair.listen(listener);
  }

  onTrust(listener: (touch: TrustTouch) => void): () => void {
    return this.stripe.listen(listener);
  }

  onBeforeFrame(listener: () => void): () => void {
    this.frameListeners.add(listener);
    return () => this.frameListeners.delete(listener);
  }

  onDrawn(listener: () => void): () => void {
    this.drawnListeners.add(listener);
    return () => this.drawnListeners.delete(listener);
  }

  placeOf(price: number): number | null {
    const pane = this.panes[0];
    return pane === undefined || this.state.bars.length === 0 ? null : pane.topOf(price);
  }

  pricePane(): PriceArea | null {
    return this.panes[0]?.plotBox() ?? null;
  }

  priceAt(clientY: number): number | null {
    const pane = this.panes[0];
    if (pane === undefined || this.state.bars.length === 0) return null;
    const { top, bottom } = pane.plotBox();
    const y = clientY - this.root.getBoundingClientRect().top;
    return y < top || y > bottom ? null : pane.valueAt(y - top);
  }

  onVisibleRange(listener: (range: VisibleRange) => void): () => void {
    this.rangeListeners.add(listener);
    return () => this.rangeListeners.delete(listener);
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    for (const off of this.offs) off();
    for (const pane of this.panes) pane.destroy();
    this.root.remove();
  }

  private invalidate(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawFrame());
  }

  private drawFrame(): void {
    for (const listener of this.frameListeners) listener();
    this.frame = 0;
    this.width = this.root.clientWidth;
    this.height = this.root.clientHeight - (this.stripe.isShown ? TRUST_ROW_HEIGHT : 0);
    if (this.width < 80 || this.height < 60) return;
    const { state } = this;
    if (this.isViewUnset) {
      state.range = newestRange(state.bars.length, this.plotWidth());
      this.isViewUnset = state.bars.length === 0;
    }
    this.layPanes();
    this.stripe.draw(this.plotWidth());
    this.announce();
    for (const listener of this.drawnListeners) listener();
  }

  /** Keeps one pane for the candles and one for each separate indicator, and draws them all. */
  private layPanes(): void {
    const separate = this.state.indicators.filter(({ pane }) => pane === 'separate');
    const wanted: (string | null)[] = [null, ...separate.map(({ id }) => id)];
    const { width, height } = this;
    const sizes = paneSizes(wanted.length, { width, height, axisWidth: axisWidthOf(this.state) });
    if (wanted.length !== this.panes.length || wanted.some((id, i) => this.panes[i]?.indicatorId !== id)) {
      for (const pane of this.panes) pane.destroy();
      this.panes = wanted.map(
        (indicatorId, i) =>
          new ChartPane(this.root, this.state, {
            indicatorId,
            size: sizes[i]!,
            onCursor: (pane) => this.crosshair.move(pane, this.panes, this.width),
          }),
      );
      this.crosshair.attach(this.root);
    }
    let top = 0;
    this.panes.forEach((pane, i) => {
      const size = sizes[i]!;
      const offset = `${top}px`;
      if (pane.plot.root.style.top !== offset) pane.plot.root.style.top = offset;
      pane.draw(size);
      top += size.height;
    });
  }

  private plotWidth(): number {
    return Math.max(1, (this.width || this.root.clientWidth) - axisWidthOf(this.state));
  }

  private announce(): void {
    const { range } = this.state;
    if (this.announcedRange?.from !== range.from || this.announcedRange.to !== range.to) {
      this.announcedRange = range;
      for (const listener of this.rangeListeners) listener(range);
    }
    this.crosshair.tell(null);
  }

  private attachHands(): () => void {
    const { state } = this;
    const change = (range: VisibleRange) => this.setVisibleRange(range);
    const newest = () => Math.min(state.range.to, state.bars.length - 1);
    return attachPanZoom(this.root, {
      pan: (bars) => change(pannedRange(state.range, bars, state.bars.length)),
      zoom: (factor, anchor) =>
        change(zoomedRange(state.range, factor, anchor ?? newest(), state.bars.length)),
      fit: () => this.fit(),
      goToStart: () => change({ from: -0.5, to: state.range.to - state.range.from - 0.5 }),
      goToEnd: () => change(newestRangeKeepingSpan(state)),
      positionAt: (clientX) => {
        const box = this.root.getBoundingClientRect();
        return (
          state.range.from + ((clientX - box.left) / this.plotWidth()) * (state.range.to - state.range.from)
        );
      },
      barsPerPixel: () => (state.range.to - state.range.from) / this.plotWidth(),
      visibleBars: () => state.range.to - state.range.from,
    });
  }
}

function newestRangeKeepingSpan(state: ChartState): VisibleRange {
  const span = state.range.to - state.range.from;
  const to = state.bars.length - 0.5 + Math.max(5, span * 0.02);
  return { from: to - span, to };
}
