import '#contract/schema-mode';
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import '../../../src/renderer/styles/components.css';
import '../../../src/renderer/styles/panels.css';
import '../../../src/renderer/styles/dock.css';
import { createRoot } from 'react-dom/client';
import { settings } from '#contract/services/settings';
import { connectionStore } from '../../../src/renderer/client/connection.ts';
import { WatchlistPanel } from '../../../src/renderer/panels/watchlist/watchlist-panel.tsx';
import { settingsStream } from '../../../src/renderer/stores/engine-streams.ts';
import { quoteOf, receiveQuotes } from '../../../src/renderer/stores/quotes.ts';
import { referenceStore } from '../../../src/renderer/stores/reference.ts';
import { type FrameRun, frameRun } from './frame-run.ts';
import { seededNumbers } from './synthetic-bars.ts';

declare global {
  interface Window {
    watchPage: typeof page;
  }
}

const next = seededNumbers(11);
let symbols: string[] = [];

const page = {
  /** Draws a watchlist of so many symbols with every moving column. */
  prepare(count: number): void {
    symbols = Array.from({ length: count }, (_, index) => `S${index}`);
    document.documentElement.dataset['theme'] = 'dark';
    connectionStore.setState({ phase: 'connected' });
    referenceStore.setState({ isLoaded: true });
    settingsStream.store.setState({
      value: settings.parse({
        watchlists: [
          {
            id: 'bench',
            name: 'Bench',
            rows: symbols.map((symbol) => ({ symbol })),
            columns: [
              'live-line',
              'last',
              'change',
              'change-percent',
              'bid',
              'ask',
              'spread',
              'volume',
              'day-range',
            ],
          },
        ],
      }),
    });
    const root = document.getElementById('root')!;
    Object.assign(root.style, { display: 'flex', flexDirection: 'column', height: '100vh' });
    createRoot(root).render(<WatchlistPanel panelId="bench" link="blue" />);
  },
  run(updatesPerSecond: number, durationMs: number): Promise<FrameRun> {
    return frameRun(updatesPerSecond, durationMs, hand);
  },
  /** Symbols in view whose text is not the newest price. */
  wrongRows(): string[] {
    return [...document.querySelectorAll('.table-row')].flatMap((row) => {
      const symbol = row.querySelector('.strong')?.textContent ?? '';
      const shown = row.querySelector('.stale-pair .number')?.textContent;
      return quoteOf(symbol)?.last?.toFixed(2) === shown?.replaceAll(',', '') ? [] : [symbol];
    });
  },
};

/** One frame of the feed with so many updates, of symbols picked by chance. */
function hand(count: number): void {
  const column = (): Float64Array => new Float64Array(count);
  const batch = {
    length: count,
    symbolIndex: column().map(() => Math.floor(next() * symbols.length)),
    eventTime: column().fill(Date.now()),
    last: column().map(() => 100 + Math.round(next() * 400) / 100),
    bid: column(),
    ask: column(),
    volume: column().map(() => Math.round(next() * 1e6)),
    previousClose: column().fill(101),
    dayOpen: column().fill(101),
    dayHigh: column().fill(104),
    dayLow: column().fill(100),
  };
  for (let row = 0; row < count; row++) {
    batch.bid[row] = batch.last[row]! - 0.01;
    batch.ask[row] = batch.last[row]! + 0.01;
  }
  receiveQuotes(symbols, batch);
}

window.watchPage = page;
