import type { Bar, BarColumns } from '#domain/market/bar';
import type { SourceKind } from '#domain/market/source-kind';
import type { ChartTheme } from './chart-theme.ts';

/** A stretch of bars on the screen in bar positions: bar `i` covers `i − 0.5` to `i + 0.5`. May reach past both ends. */
export interface VisibleRange {
  readonly from: number;
  readonly to: number;
}

/** How prices and times are written; a new instrument or timeframe brings a new one. */
export interface ChartFormat {
  /** Digits after the point. */
  readonly pricePrecision: number;
  /** IANA zone in which intraday bars are labelled; daily bars are labelled by their UTC date. */
  readonly timeZone: string;
  /** Length of one bar in milliseconds. */
  readonly barMs: number;
}

export interface LineStyle {
  /** A slot of the theme's series colours (0 is the first), or a colour that means something. */
  readonly colour: number | 'accent' | 'model' | 'warning' | 'muted' | 'up-down';
  /** `histogram` draws from zero, `dots` one dot a bar. `line` when absent. */
  readonly shape?: 'line' | 'histogram' | 'dots';
  /** Screen pixels; 1.25 when absent. */
  readonly width?: number;
}

export interface IndicatorColumn {
  readonly name: string;
  /** One value a bar, NaN where there is none. */
  readonly values: Float64Array;
  /** Bar index of the first value; 0 when absent. */
  readonly firstIndex?: number;
  readonly style: LineStyle;
}

/** One indicator, drawn over the candles or in a pane of its own. */
export interface ChartIndicator {
  /** Stable while the indicator stays: keeps its pane. */
  readonly id: string;
  /** `SMA 10`, shown in the legend. */
  readonly label: string;
  readonly pane: 'price' | 'separate';
  readonly columns: readonly IndicatorColumn[];
  /** Horizontal levels; between the lowest and the highest the ground is tinted. */
  readonly levels?: readonly number[];
  /** When a column's memory was given before: its first bar whose value differs from what the last frame drew. */
  readonly changedFrom?: number;
}

/** A fill or a decision on the bar that holds its time: buys below as ▲, sells above as ▼. */
export interface ChartMarker {
  readonly time: number;
  readonly side: 'buy' | 'sell';
  /** A sentence for the read-out: `bought 45 @ 801.00`. */
  readonly text: string;
}

/** A horizontal line at a price: a working order, a stop, a target. */
export interface ChartPriceLine {
  readonly price: number;
  /** Written above the line: `stop 776.90 × 45`; empty where something else tells it. */
  readonly label: string;
  readonly tone: 'up' | 'down' | 'accent' | 'warning';
}

/** Where prices are drawn, in screen pixels from the top left of the chart. */
export interface PriceArea {
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
}

/** A stretch of time with one meaning (a market regime), drawn as a thin stripe under the candles. */
export interface RibbonSegment {
  readonly fromTime: number;
  readonly tone: 'up' | 'down' | 'warning' | 'muted';
  readonly label: string;
}

/** Where the crosshair is, or where the newest bar is when it is off the chart. */
export interface CrosshairPosition {
  /** Bar index, or −1 without bars. */
  readonly index: number;
  readonly bar: Bar | null;
  /** Close of the bar before it; null at the first. */
  readonly previousClose: number | null;
  readonly isHovering: boolean;
  /** Price under the pointer; null off the price pane. */
  readonly price: number | null;
  readonly markers: readonly ChartMarker[];
}

/** What the trust stripe tells of the bars of a chart; all times ascending, milliseconds. */
export interface TrustMarks {
  /** Bars of one source, both ends inclusive. */
  readonly stretches: readonly { readonly kind: SourceKind; readonly from: number; readonly to: number }[];
  /** Times of the first missing bar of each gap. */
  readonly gaps: readonly number[];
  readonly revised: readonly number[];
  readonly disputed: readonly number[];
}

/** The pointer on the trust row: the bar under it (−1 when it left), and whether it was pressed. */
export interface TrustTouch {
  readonly index: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly isPress: boolean;
}

export interface PriceChartOptions {
  readonly theme: ChartTheme;
  readonly format: ChartFormat;
  /** What a screen reader calls the chart. */
  readonly label: string;
}

/**
 * Candles, volume, indicators and annotations on an axis of bars (no gaps for nights and weekends).
 *
 * Calls only note what changed; the screen is redrawn once in the next animation frame. Columns are kept by
 * reference and never copied, so they must not change except through `updateBars`.
 */
export interface PriceChart {
  /** Replaces every bar. Another `epoch` than before shows the newest bars; the same one keeps the view. */
  setBars(bars: BarColumns, epoch: number): void;
  /** Takes the columns again when bars from `fromIndex` (inclusive) on changed or were added. */
  updateBars(fromIndex: number, bars: BarColumns): void;
  setIndicators(indicators: readonly ChartIndicator[]): void;
  setMarkers(markers: readonly ChartMarker[]): void;
  setPriceLines(lines: readonly ChartPriceLine[]): void;
  /** Segments in ascending time; each lasts until the next. */
  setRibbon(segments: readonly RibbonSegment[]): void;
  /** What is known of where the bars come from, as a thin row under the time axis; null takes the row away. */
  setTrust(marks: TrustMarks | null): void;
  setFormat(format: ChartFormat): void;
  setLogScale(isLogarithmic: boolean): void;
  setTheme(theme: ChartTheme): void;
  /** Changes what a screen reader calls the chart. */
  setLabel(label: string): void;
  /** Opening time of a bar; undefined where there is none. */
  timeAt(index: number): number | undefined;
  visibleRange(): VisibleRange;
  setVisibleRange(range: VisibleRange): void;
  /** Shows every bar. */
  fit(): void;
  /** Calls with each move of the crosshair and each change of the bar under it; returns its own off. */
  onCrosshair(listener: (position: CrosshairPosition) => void): () => void;
  /** Calls when the pointer moves over the row of {@link setTrust}, leaves it or presses it; returns its own off. */
  onTrust(listener: (touch: TrustTouch) => void): () => void;
  /** Calls at the start of each frame, before it is drawn: the place for work due once a frame. Returns its own off. */
  onBeforeFrame(listener: () => void): () => void;
  /** Calls after each frame, for what stands over the chart at its prices; returns its own off. */
  onDrawn(listener: () => void): () => void;
  /** Screen pixels from the top of the chart to a price, which may be out of sight; null before the first bar. */
  placeOf(price: number): number | null;
  /** Null before the first frame. */
  pricePane(): PriceArea | null;
  /** The price at a vertical place of the window; null off the pane of prices. */
  priceAt(clientY: number): number | null;
  /** Calls after a frame in which the visible range changed; returns its own off. */
  onVisibleRange(listener: (range: VisibleRange) => void): () => void;
  destroy(): void;
}
