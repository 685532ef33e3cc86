import type { SourceKind } from '#domain/market/source-kind';
import type { ChartTheme } from './chart-theme.ts';

const SIZE = 6;
const PATTERNS = new WeakMap<ChartTheme, Map<SourceKind, CanvasPattern | string>>();

/**
 * The fill of bars of a kind of source: full for streams, full but pale for downloads, a line at the foot for files,
 * a line in the middle for computed bars, dots for the sample, slanted amber lines for simulated ones, two thin lines
 * for what nobody noted. Made once a theme.
 */
export function sourcePattern(
  context: CanvasRenderingContext2D,
  kind: SourceKind,
  theme: ChartTheme,
): CanvasPattern | string {
  let made = PATTERNS.get(theme);
  if (made === undefined) {
    made = new Map();
    PATTERNS.set(theme, made);
  }
  let pattern = made.get(kind);
  if (pattern === undefined) {
    pattern = patternOf(context, kind, theme);
    made.set(kind, pattern);
  }
  return pattern;
}

function patternOf(
  context: CanvasRenderingContext2D,
  kind: SourceKind,
  theme: ChartTheme,
): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = SIZE;
  tile.height = SIZE;
  const brush = tile.getContext('2d');
  const colour = sourceColour(kind, theme);
  if (brush === null) return colour;
  brush.fillStyle = colour;
  brush.strokeStyle = colour;
  paint(brush, kind);
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  // The stripe begins a pixel below the upper edge of its row.
  pattern.setTransform(new DOMMatrix().translate(0, 1));
  return pattern;
}

function paint(brush: CanvasRenderingContext2D, kind: SourceKind): void {
  if (kind === 'stream') brush.fillRect(0, 0, SIZE, SIZE);
  else if (kind === 'download') brush.fillRect(0, 1, SIZE, SIZE - 2);
  else if (kind === 'file') brush.fillRect(0, SIZE - 2, SIZE, 2);
  else if (kind === 'computed') brush.fillRect(0, 2, SIZE, 2);
  else if (kind === 'sample') for (const x of [0, 3]) brush.fillRect(x, 2, 2, 2);
  else if (kind === 'simulated') {
    brush.lineWidth = 1.8;
    for (const shift of [-SIZE, 0, SIZE]) {
      brush.beginPath();
      brush.moveTo(shift - 1, SIZE + 1);
      brush.lineTo(shift + SIZE + 1, -1);
      brush.stroke();
    }
  } else for (const y of [0, SIZE - 1]) brush.fillRect(0, y, SIZE, 1);
}

/** The colour that goes with the pattern of a kind of source. */
function sourceColour(kind: SourceKind, theme: ChartTheme): string {
  if (kind === 'simulated') return theme.warning;
  if (kind === 'stream') return theme.up;
  if (kind === 'download') return theme.accent;
  if (kind === 'file' || kind === 'computed') return theme.model;
  return theme.muted;
}
