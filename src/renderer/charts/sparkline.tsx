import { memo, useEffect, useRef } from 'react';
import { useChartTheme } from './use-chart-theme.ts';

interface SparklineProps {
  /** Oldest first; fewer than two draw nothing. Another array means other values. */
  readonly values: ArrayLike<number>;
  /** Colours the line up or down; by the first and last value when absent. */
  readonly positive?: boolean;
  /** Screen pixels; 62 × 16 when absent. */
  readonly width?: number;
  readonly height?: number;
}

/** A tiny line of recent closes: one canvas, drawn only when its values change, so hundreds of rows stay cheap. */
export const Sparkline = memo(function Sparkline({
  values,
  positive,
  width = 62,
  height = 16,
}: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { up, down } = useChartTheme();
  const isUp = positive ?? (values[values.length - 1] ?? 0) >= (values[0] ?? 0);
  const colour = isUp ? up : down;
  useEffect(() => {
    if (canvas.current) drawSparkline(canvas.current, values, { width, height, colour });
  }, [values, width, height, colour]);
  return <canvas ref={canvas} style={{ width, height, display: 'block' }} />;
});

function drawSparkline(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  { width, height, colour }: { readonly width: number; readonly height: number; readonly colour: string },
): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null || values.length < 2) return;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    minimum = Math.min(minimum, values[i]!);
    maximum = Math.max(maximum, values[i]!);
  }
  const margin = 1.5 * ratio;
  const scale = (canvas.height - 2 * margin) / (maximum - minimum || 1);
  const step = (canvas.width - 2 * margin) / (values.length - 1);
  context.beginPath();
  for (let i = 0; i < values.length; i++) {
    const x = margin + i * step;
    const y =
      maximum === minimum ? canvas.height / 2 : canvas.height - margin - (values[i]! - minimum) * scale;
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1.1 * ratio;
  context.lineJoin = 'round';
  context.stroke();
}
