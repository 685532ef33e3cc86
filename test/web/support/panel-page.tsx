import '#contract/schema-mode';
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import '../../../src/renderer/styles/components.css';
import '../../../src/renderer/styles/panels.css';
import '../../../src/renderer/styles/dock.css';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepConnected } from '../../../src/renderer/client/connection.ts';
import { followStreams } from '../../../src/renderer/client/follow-streams.ts';
import { openChannels } from '../../../src/renderer/client/open-channels.ts';
import { PanelHeadSlot } from '../../../src/renderer/components/panel-head.tsx';
import { BacktestPanel } from '../../../src/renderer/panels/backtest/backtest-panel.tsx';
import { ChartPanel } from '../../../src/renderer/panels/chart/chart-panel.tsx';
import { EquityPanel } from '../../../src/renderer/panels/equity-panel.tsx';
import { linkSymbol } from '../../../src/renderer/stores/focus.ts';

/** One panel alone against a real engine, chosen by the query: `?panel=chart&symbol=GOOG&theme=light`. */
const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'dark';
const panels: Readonly<Record<string, ReactNode>> = {
  chart: <ChartPanel panelId="chart" link="blue" />,
  equity: <EquityPanel panelId="equity" link="blue" />,
  backtest: <BacktestPanel panelId="backtest" link="blue" />,
};
linkSymbol(query.get('symbol') ?? 'GOOG');
followStreams();
keepConnected(openChannels);
const panelId = query.get('panel') ?? 'chart';
createRoot(document.getElementById('root')!).render(
  <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
    <div className="dv-tabs-and-actions-container" style={{ display: 'flex', height: 30 }}>
      <div className="dv-right-actions-container">
        <PanelHeadSlot panelId={panelId} />
      </div>
    </div>
    <section className="panel" style={{ flex: 1 }}>
      {panels[panelId]}
    </section>
  </div>,
);
