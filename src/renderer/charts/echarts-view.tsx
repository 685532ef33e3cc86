import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([LineChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer]);

interface EchartsViewProps {
  /** The whole picture; another object replaces it. */
  readonly option: EChartsCoreOption;
  /** What a screen reader says of the picture. */
  readonly label: string;
}

/** One ECharts picture that fills its parent and follows its size. Nothing moves by itself. */
export function EchartsView({ option, label }: EchartsViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = init(element, null, { renderer: 'canvas' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true, lazyUpdate: true });
  }, [option]);
  return <div ref={host} role="img" aria-label={label} style={{ width: '100%', height: '100%' }} />;
}
