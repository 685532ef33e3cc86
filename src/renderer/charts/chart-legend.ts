import { formatCompact, formatNumber } from '../format/number.ts';
import { type ChartState, columnValue } from './chart-state.ts';
import { lineColour } from './line-drawing.ts';
import type { ChartIndicator } from './price-chart.ts';

interface LegendValue {
  readonly element: HTMLElement;
  readonly text: Text;
}

/** The names and values of a pane's indicators at its top left; plain elements, written only where text changed. */
export class ChartLegend {
  private readonly root = document.createElement('div');
  private indicators: readonly ChartIndicator[] = [];
  private shape = '';
  private values: LegendValue[] = [];

  constructor(parent: HTMLElement) {
    this.root.className = 'price-chart-legend';
    parent.append(this.root);
  }

  /** Shows each indicator's values at the hovered bar, or at the newest. */
  show(indicators: readonly ChartIndicator[], state: ChartState): void {
    const shape = indicators.map(({ label, columns }) => `${label}:${columns.length}`).join('|');
    if (shape !== this.shape) this.rebuild(indicators, shape);
    this.indicators = indicators;
    const index = state.hoveredIndex >= 0 ? state.hoveredIndex : state.bars.length - 1;
    let slot = 0;
    for (const indicator of this.indicators) {
      for (const column of indicator.columns) {
        const value = this.values[slot++];
        if (value === undefined) continue;
        const number = columnValue(column, index);
        const text = Number.isNaN(number)
          ? '–'
          : legendNumber(number, state.format.pricePrecision, indicator.pane);
        if (value.text.data !== text) value.text.data = text;
        const colour = lineColour(column.style, state.theme);
        if (value.element.dataset['colour'] !== colour) {
          value.element.dataset['colour'] = colour;
          value.element.style.color = colour;
        }
      }
    }
  }

  private rebuild(indicators: readonly ChartIndicator[], shape: string): void {
    this.shape = shape;
    this.values = [];
    this.root.replaceChildren(
      ...indicators.map((indicator) => {
        const item = document.createElement('span');
        item.className = 'price-chart-legend-item';
        indicator.columns.forEach((_, i) => {
          const element = document.createElement('span');
          if (i === 0) element.append(`${indicator.label} `);
          const text = document.createTextNode('');
          const number = document.createElement('b');
          number.append(text);
          element.append(number);
          item.append(element);
          this.values.push({ element, text });
        });
        return item;
      }),
    );
  }
}

function legendNumber(value: number, precision: number, pane: 'price' | 'separate'): string {
  if (pane === 'price') return formatNumber(value, precision);
  const size = Math.abs(value);
  return size >= 1e4 ? formatCompact(value) : formatNumber(value, size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
}
