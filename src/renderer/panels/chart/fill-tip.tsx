import { type ReactNode, useEffect, useRef } from 'react';
import type { PriceChart } from '../../charts/price-chart.ts';

/** The fills on the bar under the pointer, beside it. */
export function FillTip({
  chart,
  area,
}: {
  readonly chart: PriceChart | null;
  readonly area: HTMLElement | null;
}): ReactNode {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chart === null || area === null) return undefined;
    const onPointer = ({ clientX, clientY }: PointerEvent): void => {
      if (tip.current) tip.current.style.transform = `translate(${clientX + 12}px, ${clientY + 10}px)`;
    };
    area.addEventListener('pointermove', onPointer, { passive: true });
    const off = chart.onCrosshair(({ markers }) => {
      if (tip.current === null) return;
      tip.current.hidden = markers.length === 0;
      const text = markers.map((marker) => marker.text).join('\n');
      if (tip.current.textContent !== text) tip.current.textContent = text;
    });
    return () => {
      area.removeEventListener('pointermove', onPointer);
      off();
    };
  }, [chart, area]);
  return <div ref={tip} className="fill-tip" role="tooltip" hidden style={{ left: 0, top: 0 }} />;
}
