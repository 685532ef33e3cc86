import { type ReactNode, useEffect, useRef } from 'react';
import type { ChartTheme } from '../../charts/chart-theme.ts';
import { useChartTheme } from '../../charts/use-chart-theme.ts';
import { type LiveTrace, traceOf } from '../../stores/live-trace.ts';
import { onPacedQuote } from '../../stores/paced-quotes.ts';
import { wantQuotes } from '../../stores/quotes.ts';

const WIDTH = 64;
const HEIGHT = 16;
/** A line of sixty pixels shows nothing more at a higher rate. */
const DRAW_EVERY_MS = 100;

/** Today's prices of a symbol as they come, on one canvas that no component draws again. */
export function LiveLine({ symbol }: { readonly symbol: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  useEffect(() => wantQuotes([symbol]), [symbol]);
  useEffect(() => {
    let drawnMs = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      drawnMs = performance.now();
      const trace = traceOf(symbol);
      if (canvas.current) drawTrace(canvas.current, trace, theme);
    };
    const onChange = (): void => {
      const wait = DRAW_EVERY_MS - (performance.now() - drawnMs);
      if (wait <= 0) draw();
      // The last change of a burst is drawn too.
      else timer ??= setTimeout(draw, wait);
    };
    draw();
    const off = onPacedQuote(symbol, onChange);
    return () => {
      off();
      clearTimeout(timer);
    };
  }, [symbol, theme]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`Prices of ${symbol} today`}
      style={{ width: WIDTH, height: HEIGHT, display: 'block' }}
    />
  );
}

function drawTrace(canvas: HTMLCanvasElement, trace: LiveTrace | undefined, theme: ChartTheme): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(WIDTH * ratio);
  const height = Math.round(HEIGHT * ratio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, width, height);
  if (trace === undefined || trace.length < 2) return;
  const { prices, length, baseline } = trace;
  let minimum = baseline ?? prices[0]!;
  let maximum = minimum;
  for (let i = 0; i < length; i++) {
    if (prices[i]! < minimum) minimum = prices[i]!;
    if (prices[i]! > maximum) maximum = prices[i]!;
  }
  const margin = 1.5 * ratio;
  const scale = (height - 2 * margin) / (maximum - minimum || 1);
  const yOf = (price: number): number => height - margin - (price - minimum) * scale;
  if (baseline !== null) {
    context.fillStyle = theme.line;
    context.fillRect(0, Math.round(yOf(baseline)), width, ratio);
  }
  const step = (width - 2 * margin) / (length - 1);
  context.beginPath();
  for (let i = 0; i < length; i++) context.lineTo(margin + i * step, yOf(prices[i]!));
  context.strokeStyle = prices[length - 1]! >= (baseline ?? prices[0]!) ? theme.up : theme.down;
  context.lineWidth = 1.1 * ratio;
  context.lineJoin = 'round';
  context.stroke();
}
