/** What came of a run: intervals between frames in milliseconds, and updates handed over. */
export interface FrameRun {
  readonly frameMs: number[];
  readonly updates: number;
}

const BURST_MS = 4;

/** Hands over so many updates a second, in bursts as they come off a line, and notes when each frame is drawn. */
export function frameRun(
  updatesPerSecond: number,
  durationMs: number,
  hand: (count: number) => void,
): Promise<FrameRun> {
  return new Promise((resolve) => {
    const started = performance.now();
    const frameMs: number[] = [];
    let updates = 0;
    let lastFrame = 0;
    const burst = (): void => {
      const due = Math.floor(((performance.now() - started) / 1_000) * updatesPerSecond);
      if (due > updates) hand(due - updates);
      updates = Math.max(updates, due);
    };
    const timer = setInterval(burst, BURST_MS);
    const onFrame = (time: number): void => {
      if (lastFrame > 0) frameMs.push(time - lastFrame);
      lastFrame = time;
      if (performance.now() - started < durationMs) requestAnimationFrame(onFrame);
      else {
        clearInterval(timer);
        resolve({ frameMs, updates });
      }
    };
    requestAnimationFrame(onFrame);
  });
}
