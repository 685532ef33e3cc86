import '#contract/schema-mode';
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepConnected } from '../../../src/renderer/client/connection.ts';
import { followStreams } from '../../../src/renderer/client/follow-streams.ts';
import { openChannels } from '../../../src/renderer/client/open-channels.ts';
import { BacktestPanel } from '../../../src/renderer/panels/backtest-panel.tsx';
import { ChartPanel } from '../../../src/renderer/panels/chart-panel.tsx';
import { EquityPanel } from '../../../src/renderer/panels/equity-panel.tsx';
import { linkSymbol } from '../../../src/renderer/stores/focus.ts';

/** One panel alone against a real engine, chosen by the query: `?panel=chart&symbol=GOOG&theme=light`. */
const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'dark';
const panels: Readonly<Record<string, ReactNode>> = {
  chart: <ChartPanel panelId="chart" link="blue" />,
  equity: <EquityPanel />,
  backtest: <BacktestPanel panelId="backtest" link="blue" />,
};
linkSymbol(query.get('symbol') ?? 'GOOG');
followStreams();
keepConnected(openChannels);
createRoot(document.getElementById('root')!).render(panels[query.get('panel') ?? 'chart']);
