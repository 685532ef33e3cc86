import { barAt } from '#domain/market/bar';
import type { ChartPane } from './chart-pane.ts';
import type { ChartState } from './chart-state.ts';
import type { CrosshairPosition } from './price-chart.ts';
import { formatBarTime } from './zoned-time.ts';

/** The hairs of all panes moving as one, the time written under them, and who is told of the bar they point at. */
export class Crosshair {
  private readonly state: ChartState;
  private readonly timeTag = document.createElement('div');
  private readonly listeners = new Set<(position: CrosshairPosition) => void>();

  constructor(state: ChartState) {
    this.state = state;
    this.timeTag.className = 'price-chart-tag price-chart-time-tag';
    this.timeTag.hidden = true;
  }

  /** Puts the time tag over the panes of an element. */
  attach(root: HTMLElement): void {
    root.append(this.timeTag);
  }

  listen(listener: (position: CrosshairPosition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Follows the pointer in one of the panes of a chart `width` screen pixels wide. */
  move(source: ChartPane, panes: readonly ChartPane[], width: number): void {
    const { state } = this;
    const { left = -10, top = -10 } = source.plot.cursor;
    // A redraw moves the hairs of panes that only follow, too: they have a left but no top.
    if (left >= 0 && top < 0) return;
    const isHovering = left >= 0 && state.bars.length > 0;
    state.hoveredIndex = isHovering ? Math.round(source.plot.posToVal(left, 'x')) : -1;
    source.showPriceTag();
    for (const pane of panes) {
      if (pane !== source) pane.followCursor(left);
      pane.showLegend();
    }
    this.showTime(left, width);
    this.tell(isHovering && source.indicatorId === null && top >= 0 ? source.valueAt(top) : null);
  }

  /** Tells listeners of the hovered bar, or of the newest. */
  tell(price: number | null): void {
    if (this.listeners.size === 0) return;
    const { bars, hoveredIndex, placedMarkers } = this.state;
    const isHovering = hoveredIndex >= 0;
    const index = isHovering ? hoveredIndex : bars.length - 1;
    const position: CrosshairPosition = {
      index,
      bar: index >= 0 ? barAt(bars, index) : null,
      previousClose: index > 0 ? bars.close[index - 1]! : null,
      isHovering,
      price,
      markers: isHovering
        ? placedMarkers.filter((placed) => placed.index === index).map(({ marker }) => marker)
        : [],
    };
    for (const listener of this.listeners) listener(position);
  }

  private showTime(left: number, width: number): void {
    const { bars, hoveredIndex, format } = this.state;
    const time = hoveredIndex < 0 ? undefined : bars.time[hoveredIndex];
    this.timeTag.hidden = time === undefined;
    if (time === undefined) return;
    this.timeTag.textContent = formatBarTime(time, format.barMs, format.timeZone);
    const half = this.timeTag.offsetWidth / 2;
    const x = Math.max(2, Math.min(width - 2 * half - 2, left - half));
    this.timeTag.style.transform = `translateX(${Math.round(x)}px)`;
  }
}
