import { type ReactNode, useEffect, useRef } from 'react';
import type { CrosshairPosition, PriceChart } from '../../charts/price-chart.ts';
import { formatCompact, formatNumber, formatSignedPercent, signOf } from '../../format/number.ts';

interface ChartReadoutProps {
  readonly chart: PriceChart | null;
  readonly precision: number;
}

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
const LETTERS = { open: 'O', high: 'H', low: 'L', close: 'C', volume: 'V' } as const;

/** Prices of the bar under the crosshair, or of the newest; written straight to the page, many times a second. */
export function ChartReadout({ chart, precision }: ChartReadoutProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      chart?.onCrosshair((position) => {
        if (root.current) write(root.current, position, precision);
      }),
    [chart, precision],
  );
  return (
    <div ref={root} className="chart-readout" hidden>
      <span data-part="marks" className="chart-readout-marks" />
      {FIELDS.map((field) => (
        <span key={field} className={`chart-readout-${field}`}>
          <span className="muted">{LETTERS[field]}</span> <b data-part={field} />
        </span>
      ))}
      <b data-part="change" />
    </div>
  );
}

function write(
  root: HTMLElement,
  { bar, previousClose, markers }: CrosshairPosition,
  precision: number,
): void {
  root.hidden = bar === null;
  if (bar === null) return;
  const change = previousClose ? (bar.close / previousClose - 1) * 100 : null;
  const direction = signOf(bar.close - bar.open);
  for (const field of FIELDS) {
    const text = field === 'volume' ? formatCompact(bar.volume) : formatNumber(bar[field], precision);
    setPart(root, field, text, field === 'close' ? direction : '');
  }
  setPart(root, 'change', change === null ? '' : formatSignedPercent(change), signOf(change));
  setPart(root, 'marks', markers.map(({ text }) => text).join(' · '), '');
}

function setPart(root: HTMLElement, part: string, text: string, className: string): void {
  const element = root.querySelector<HTMLElement>(`[data-part="${part}"]`);
  if (element === null) return;
  if (element.textContent !== text) element.textContent = text;
  if (part !== 'marks' && element.className !== className) element.className = className;
}
