import { createStore, useStore } from 'zustand';

/** From the arrival of a feed frame in this window to the frame that shows it having been drawn. */
export interface ScreenDelay {
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly samples: number;
}

const SAMPLES_KEPT = 240;
const REPORT_EVERY_MS = 1_000;

export const screenDelayStore = createStore<ScreenDelay>()(() => ({
  medianMs: null,
  p95Ms: null,
  samples: 0,
}));

const samples: number[] = [];
let firstArrival: number | null = null;
let lastReport = 0;

/** The oldest frame not yet shown counts. */
export function noteFeedFrame(): void {
  firstArrival ??= performance.now();
}

/** Called inside the animation frame that shows it; a message posted there is handled after the paint. */
export function noteFeedShown(): void {
  const arrival = firstArrival;
  firstArrival = null;
  if (arrival === null || document.visibilityState !== 'visible') return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    addSample(performance.now() - arrival);
  };
  port2.postMessage(null);
}

function addSample(delayMs: number): void {
  samples.push(delayMs);
  if (samples.length > SAMPLES_KEPT) samples.shift();
  const now = performance.now();
  if (now - lastReport < REPORT_EVERY_MS) return;
  lastReport = now;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  screenDelayStore.setState({ medianMs: at(0.5), p95Ms: at(0.95), samples: sorted.length });
}

export const useScreenDelay = (): ScreenDelay => useStore(screenDelayStore);
