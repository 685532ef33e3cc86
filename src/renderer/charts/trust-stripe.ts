import type { SourceKind } from '#domain/market/source-kind';
import { barHolding } from './annotation-drawing.ts';
import type { ChartState } from './chart-state.ts';
import type { TrustMarks, TrustTouch } from './price-chart.ts';
import { sourcePattern } from './trust-pattern.ts';

/** Screen pixels of the row: the stripe itself and a pixel of air above and below it. */
export const TRUST_ROW_HEIGHT = 8;
const STRIPE_HEIGHT = 6;
const GAP_WIDTH = 4;
/** Bars narrower than this have a tick of one pixel, so that ticks of neighbours stay apart. */
const WIDE_BAR = 8;
const DISPUTE_WIDTH = 7;

/** Marks by the bars of the chart; found anew only when those are others. */
interface PlacedMarks {
  readonly kinds: readonly SourceKind[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The last bar before each gap. */
  readonly gaps: Int32Array;
  readonly revised: Int32Array;
  readonly disputed: Int32Array;
}

/**
 * A row under the time axis that tells where each bar on the screen comes from. Nothing is told by colour alone: each
 * kind of source has a pattern of its own, gaps are slits, revised bars have a tick, disputed ones a wedge.
 */
export class TrustStripe {
  private readonly state: ChartState;
  private readonly canvas = document.createElement('canvas');
  private readonly listeners = new Set<(touch: TrustTouch) => void>();
  private marks: TrustMarks | null = null;
  private placed: PlacedMarks | null = null;
  private placedLength = -1;
  private placedStart = Number.NaN;
  private width = 1;

  constructor(root: HTMLElement, state: ChartState) {
    this.state = state;
    this.canvas.className = 'price-chart-trust';
    this.canvas.hidden = true;
    this.canvas.setAttribute('aria-hidden', 'true');
    const touch = (event: PointerEvent, isPress: boolean): void => {
      const { clientX, clientY } = event;
      const index = event.type === 'pointerleave' ? -1 : this.indexAt(clientX);
      for (const listener of this.listeners) listener({ index, clientX, clientY, isPress });
    };
    this.canvas.addEventListener('pointermove', (event) => touch(event, false));
    this.canvas.addEventListener('pointerleave', (event) => touch(event, false));
    // A press here opens a list; on the chart around it a drag would begin.
    this.canvas.addEventListener('pointerdown', (event) => event.stopPropagation());
    this.canvas.addEventListener('click', (event) => touch(event, true));
    root.append(this.canvas);
  }

  get isShown(): boolean {
    return this.marks !== null;
  }

  setMarks(marks: TrustMarks | null): void {
    this.marks = marks;
    this.placed = null;
    this.canvas.hidden = marks === null;
  }

  listen(listener: (touch: TrustTouch) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Draws the bars in sight over `width` screen pixels. */
  draw(width: number): void {
    if (this.marks === null) return;
    const { state, canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    this.width = width;
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(TRUST_ROW_HEIGHT * ratio)];
    if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
      canvas.width = deviceWidth;
      canvas.height = deviceHeight;
      canvas.style.width = `${width}px`;
    }
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, deviceWidth, deviceHeight);
    context.scale(ratio, ratio);
    if (state.bars.length === 0) return;
    const placed = this.place(this.marks);
    this.drawStretches(context, placed);
    this.drawGaps(context, placed.gaps);
    this.drawRevised(context, placed.revised);
    this.drawDisputed(context, placed.disputed);
  }

  private xOf(position: number): number {
    const { from, to } = this.state.range;
    return ((position - from) / (to - from)) * this.width;
  }

  private indexAt(clientX: number): number {
    const { range, bars } = this.state;
    const x = clientX - this.canvas.getBoundingClientRect().left;
    const index = Math.round(range.from + (x / this.width) * (range.to - range.from));
    return Math.max(-1, Math.min(bars.length - 1, index));
  }

  private place(marks: TrustMarks): PlacedMarks {
    const { time, length } = this.state.bars;
    if (this.placed && this.placedLength === length && this.placedStart === time[0]) return this.placed;
    this.placedLength = length;
    this.placedStart = time[0]!;
    const holding = (instant: number): number => barHolding(time, length, instant);
    const exact = (times: readonly number[]): Int32Array =>
      Int32Array.from(times.map(holding).filter((index, i) => index >= 0 && time[index] === times[i]));
    this.placed = {
      kinds: marks.stretches.map(({ kind }) => kind),
      starts: Int32Array.from(marks.stretches, ({ from }) => {
        const index = holding(from);
        return index >= 0 && time[index] === from ? index : index + 1;
      }),
      ends: Int32Array.from(marks.stretches, ({ to }) => holding(to)),
      gaps: Int32Array.from(marks.gaps, holding),
      revised: exact(marks.revised),
      disputed: exact(marks.disputed),
    };
    return this.placed;
  }

  private drawStretches(context: CanvasRenderingContext2D, { kinds, starts, ends }: PlacedMarks): void {
    const { range, theme } = this.state;
    for (let i = firstFrom(ends, Math.floor(range.from)); i < starts.length; i++) {
      if (starts[i]! > range.to) break;
      if (starts[i]! > ends[i]!) continue;
      const left = Math.max(0, this.xOf(starts[i]! - 0.5));
      const right = Math.min(this.width, Math.max(left + 1, this.xOf(ends[i]! + 0.5)));
      context.fillStyle = sourcePattern(context, kinds[i]!, theme);
      context.fillRect(left, 1, right - left, STRIPE_HEIGHT);
      // Where one source ends and the next begins shows even when both have the same pattern.
      if (i > 0 && left > 0) context.clearRect(left, 0, 1, TRUST_ROW_HEIGHT);
    }
  }

  private drawGaps(context: CanvasRenderingContext2D, gaps: Int32Array): void {
    const { range, theme } = this.state;
    let free = Number.NEGATIVE_INFINITY;
    for (let i = firstFrom(gaps, Math.floor(range.from) - 1); i < gaps.length; i++) {
      if (gaps[i]! > range.to) break;
      const left = Math.round(this.xOf(gaps[i]! + 0.5)) - GAP_WIDTH / 2;
      if (left < free) continue;
      free = left + GAP_WIDTH;
      context.clearRect(left, 0, GAP_WIDTH, TRUST_ROW_HEIGHT);
      context.strokeStyle = theme.text;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left + 0.5, TRUST_ROW_HEIGHT);
      context.lineTo(left + GAP_WIDTH - 0.5, 0);
      context.stroke();
    }
  }

  private drawRevised(context: CanvasRenderingContext2D, revised: Int32Array): void {
    const { range, theme } = this.state;
    context.fillStyle = theme.text;
    const width = this.width / (range.to - range.from) < WIDE_BAR ? 1 : 2;
    let free = Number.NEGATIVE_INFINITY;
    for (let i = firstFrom(revised, Math.floor(range.from)); i < revised.length; i++) {
      if (revised[i]! > range.to) break;
      const left = Math.round(this.xOf(revised[i]!)) - (width >> 1);
      if (left < free) continue;
      free = left + width + 1;
      context.fillRect(left, 0, width, TRUST_ROW_HEIGHT / 2 + 1);
    }
  }

  private drawDisputed(context: CanvasRenderingContext2D, disputed: Int32Array): void {
    const { range, theme } = this.state;
    let free = Number.NEGATIVE_INFINITY;
    for (let i = firstFrom(disputed, Math.floor(range.from)); i < disputed.length; i++) {
      if (disputed[i]! > range.to) break;
      const middle = Math.round(this.xOf(disputed[i]!));
      if (middle - DISPUTE_WIDTH / 2 < free) continue;
      free = middle + DISPUTE_WIDTH / 2;
      context.beginPath();
      context.moveTo(middle - DISPUTE_WIDTH / 2, TRUST_ROW_HEIGHT);
      context.lineTo(middle, 0);
      context.lineTo(middle + DISPUTE_WIDTH / 2, TRUST_ROW_HEIGHT);
      context.closePath();
      context.fillStyle = theme.down;
      context.strokeStyle = theme.panel;
      context.lineWidth = 1;
      context.stroke();
      context.fill();
    }
  }
}

/** Place of the first value that is at or after `least`; `places` ascend. */
function firstFrom(places: Int32Array, least: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
