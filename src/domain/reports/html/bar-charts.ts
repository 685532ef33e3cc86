import type { Histogram } from '../../performance/return-distribution.ts';
import { toldNumber } from '../../values/told-number.ts';
import type { TearSheetTrade } from '../tear-sheet.ts';
import { linearTicks } from './axis.ts';
import { escapeHtml } from './format-figure.ts';

const MARGIN = { left: 40, right: 10, top: 10, bottom: 32 };

interface Frame {
  readonly width: number;
  readonly height: number;
  /** Under the horizontal axis. */
  readonly axis: string;
}

/** A histogram as SVG, what is below zero in the colour of losses. */
export function drawHistogram({ from, width: step, counts }: Histogram, frame: Frame): string {
  const to = from + step * counts.length;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const { x, y, grid } = axes(frame, [from, to], [0, most], (value) => toldNumber(value, 0));
  const bars = counts
    .map((count, i) => {
      const [left, right] = [x(from + i * step), x(from + (i + 1) * step)];
      const tone = from + (i + 0.5) * step < 0 ? 'down' : 'up';
      const span = `${toldNumber(from + i * step, 2)} to ${toldNumber(from + (i + 1) * step, 2)} %`;
      return count === 0
        ? ''
        : `<rect class="bar ${tone}" x="${fixed(left + 0.5)}" y="${fixed(y(count))}" width="${fixed(Math.max(0.5, right - left - 1))}" height="${fixed(y(0) - y(count))}"><title>${span}: ${count}</title></rect>`;
    })
    .join('');
  return svg(frame, grid + bars);
}

/** Pairs of bars, the run beside its benchmark, one pair a name. */
export function drawPairs(
  rows: readonly { readonly name: string; readonly own: number; readonly other: number | null }[],
  frame: Frame,
): string {
  const values = rows.flatMap(({ own, other }) => (other === null ? [own] : [own, other]));
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const { y, grid } = axes(
    frame,
    undefined,
    [low, high > low ? high : low + 1],
    (value) => `${toldNumber(value, 0)} %`,
  );
  const slot = (frame.width - MARGIN.left - MARGIN.right) / rows.length;
  const bar = Math.min(18, slot * 0.36);
  const pairs = rows
    .map(({ name, own, other }, i) => {
      const centre = MARGIN.left + (i + 0.5) * slot;
      const draw = (value: number, left: number, tone: string): string =>
        `<rect class="bar ${tone}" x="${fixed(left)}" y="${fixed(Math.min(y(0), y(value)))}" width="${fixed(bar)}" height="${fixed(Math.max(0.5, Math.abs(y(0) - y(value))))}"><title>${escapeHtml(name)}: ${toldNumber(value, 1)} %</title></rect>`;
      const both =
        other === null
          ? draw(own, centre - bar / 2, 'own')
          : draw(own, centre - bar, 'own') + draw(other, centre, 'other');
      const isNamed = rows.length <= 16 || i % Math.ceil(rows.length / 16) === 0;
      return `${both}${isNamed ? `<text class="tick" x="${fixed(centre)}" y="${frame.height - 18}" text-anchor="middle">${escapeHtml(name)}</text>` : ''}`;
    })
    .join('');
  const zero = `<line class="rule" x1="${MARGIN.left}" x2="${frame.width - MARGIN.right}" y1="${fixed(y(0))}" y2="${fixed(y(0))}"/>`;
  return svg(frame, grid + zero + pairs);
}

/** Each trade's return against the worst (or best) price while it was on, as dots. */
export function drawExcursions(
  trades: readonly TearSheetTrade[],
  excursion: 'maePct' | 'mfePct',
  frame: Frame,
): string {
  const points = trades.flatMap((trade) => {
    const far = trade[excursion];
    return far === null ? [] : [{ far: Math.abs(far), result: trade.returnPct, side: trade.side }];
  });
  if (points.length === 0) return '';
  const furthest = points.reduce((most, { far }) => Math.max(most, far), 0.1);
  const low = points.reduce((a, { result }) => Math.min(a, result), 0);
  const high = points.reduce((a, { result }) => Math.max(a, result), 0);
  const { x, y, grid } = axes(frame, [0, furthest], [low, high > low ? high : low + 1], (value) =>
    toldNumber(value, 0),
  );
  const dots = points
    .map(
      ({ far, result, side }) =>
        `<circle class="dot ${result < 0 ? 'down' : 'up'}" cx="${fixed(x(far))}" cy="${fixed(y(result))}" r="2.6"><title>${side}, ${toldNumber(result, 2)} %, excursion ${toldNumber(far, 2)} %</title></circle>`,
    )
    .join('');
  const zero = `<line class="rule" x1="${MARGIN.left}" x2="${frame.width - MARGIN.right}" y1="${fixed(y(0))}" y2="${fixed(y(0))}"/>`;
  return svg(frame, grid + zero + dots);
}

function axes(
  { width, height, axis }: Frame,
  across: readonly [number, number] | undefined,
  upright: readonly [number, number],
  format: (value: number) => string,
) {
  const x = (value: number): number =>
    across
      ? MARGIN.left + ((value - across[0]) / (across[1] - across[0])) * (width - MARGIN.left - MARGIN.right)
      : 0;
  const y = (value: number): number =>
    MARGIN.top +
    (1 - (value - upright[0]) / (upright[1] - upright[0])) * (height - MARGIN.top - MARGIN.bottom);
  const lines = linearTicks(upright[0], upright[1], 4)
    .map(
      (value) =>
        `<line class="grid" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/><text class="tick" x="${MARGIN.left - 6}" y="${fixed(y(value) + 3.5)}" text-anchor="end">${format(value)}</text>`,
    )
    .join('');
  const marks = across
    ? linearTicks(across[0], across[1], Math.floor(width / 70))
        .map(
          (value) =>
            `<text class="tick" x="${fixed(x(value))}" y="${height - 18}" text-anchor="middle">${toldNumber(value, Math.abs(across[1] - across[0]) < 5 ? 1 : 0)}</text>`,
        )
        .join('')
    : '';
  const name = `<text class="tick name" x="${(MARGIN.left + width - MARGIN.right) / 2}" y="${height - 4}" text-anchor="middle">${escapeHtml(axis)}</text>`;
  return { x, y, grid: lines + marks + name };
}

function svg({ width, height, axis }: Frame, content: string): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(axis)}">${content}</svg>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
