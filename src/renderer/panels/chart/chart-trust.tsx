import './chart-trust.css';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { SeriesTrust } from '#contract/services/trust';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { PriceChart } from '../../charts/price-chart.ts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useReference } from '../../stores/reference.ts';
import { barTrustText, SIMULATED_MARKS, trustMarks } from './bar-trust-text.ts';
import { TrustSheet } from './trust-sheet.tsx';

interface ChartTrustProps {
  readonly chart: PriceChart | null;
  readonly symbol: string | null;
  readonly timeframe: Timeframe;
  readonly isSimulated: boolean;
}

/** Room kept free of the sheet at the edges of the window, and its size, screen pixels. */
const EDGE = 8;
const SHEET_WIDTH = 380;

/**
 * The trust stripe of a chart: a line on the bar under the pointer (Alt+T keeps it for the bar under the crosshair)
 * and, on a press, the sheet of the series.
 */
export function ChartTrust({ chart, symbol, timeframe, isSimulated }: ChartTrustProps): ReactNode {
  const { trust, problem, look } = useSeriesTrust(symbol, timeframe, isSimulated);
  const [isKept, setIsKept] = useState(false);
  const line = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    if (isSimulated) chart?.setTrust(SIMULATED_MARKS);
    else chart?.setTrust(trust === null ? null : trustMarks(trust));
  }, [chart, trust, isSimulated]);

  const open = useCallback((x: number, y: number) => {
    const { current } = sheet;
    if (current === null) return;
    current.style.left = `${Math.max(EDGE, Math.min(x - SHEET_WIDTH / 2, window.innerWidth - SHEET_WIDTH - EDGE))}px`;
    current.style.bottom = `${Math.max(EDGE, window.innerHeight - y + EDGE)}px`;
    current.showPopover();
  }, []);

  useEffect(() => {
    if (chart === null) return undefined;
    let shown = Number.NaN;
    let isOnStripe = false;
    const write = (time: number | undefined): void => {
      const { current } = line;
      if (current === null) return;
      current.hidden = time === undefined;
      if (time === undefined || time === shown) return;
      shown = time;
      const told = isSimulated
        ? { isDoubtful: false, text: 'simulated: a path within each day, from its open, high, low and close' }
        : trust && barTrustText(trust, time);
      current.hidden = !told;
      current.textContent = told ? told.text : '';
      current.classList.toggle('is-doubtful', told?.isDoubtful === true);
    };
    let newest: number | undefined;
    const offCrosshair = chart.onCrosshair(({ bar }) => {
      newest = bar?.time;
      if (isKept && !isOnStripe) write(newest);
    });
    const offTrust = chart.onTrust(({ index, isPress, clientX, clientY }) => {
      isOnStripe = index >= 0;
      write(isOnStripe ? chart.timeAt(index) : isKept ? newest : undefined);
      if (isPress) open(clientX, clientY);
    });
    if (!isKept) write(undefined);
    return () => {
      offCrosshair();
      offTrust();
    };
  }, [chart, trust, isSimulated, isKept, open]);

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyT') return;
      event.preventDefault();
      setIsKept((kept) => !kept);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <button
        ref={line}
        type="button"
        className="chart-trust-line"
        title="Whether this bar can be relied on; press for the whole series (Alt+T shows and hides this line)"
        hidden
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          open(box.left + SHEET_WIDTH / 2, box.top);
        }}
      />
      <div
        ref={sheet}
        popover="auto"
        className="chart-menu-sheet chart-trust-sheet"
        role="dialog"
        aria-label="Trust in these bars"
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen && symbol !== null && (
          <TrustSheet
            symbol={symbol}
            timeframe={timeframe}
            trust={trust}
            problem={problem}
            isSimulated={isSimulated}
            onChecked={look}
          />
        )}
      </div>
    </>
  );
}

/** Asks the engine again when the stored series has changed, or on `look`. */
function useSeriesTrust(
  symbol: string | null,
  timeframe: Timeframe,
  isSimulated: boolean,
): { trust: SeriesTrust | null; problem: string | null; look: () => void } {
  const isConnected = useIsConnected();
  const { series } = useReference();
  const [state, setState] = useState<{ trust: SeriesTrust | null; problem: string | null }>({
    trust: null,
    problem: null,
  });
  const [looks, setLooks] = useState(0);
  const look = useCallback(() => setLooks((count) => count + 1), []);
  // What is not stored is made of shorter bars that are.
  const version = series
    .filter((one) => one.symbol === symbol && timeframeMs(one.timeframe) <= timeframeMs(timeframe))
    .map(({ bars, lastTime, revisions }) => `${bars} ${lastTime} ${revisions}`)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another series, a look asks again
  useEffect(() => {
    if (!isConnected || symbol === null || isSimulated || version === '') {
      setState({ trust: null, problem: null });
      return undefined;
    }
    const stop = new AbortController();
    setState((known) =>
      known.trust?.symbol === symbol && known.trust.timeframe === timeframe
        ? known
        : { trust: null, problem: null },
    );
    requireEngine()
      .marketData.trust({ symbol, timeframe }, { signal: stop.signal })
      .then((trust) => {
        if (!stop.signal.aborted) setState({ trust, problem: null });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ trust: null, problem: refusalText(error) });
      });
    return () => stop.abort();
  }, [isConnected, symbol, timeframe, isSimulated, version, looks]);
  return { ...state, look };
}
