let waiting: (() => void)[] = [];

/** Runs before the next frame is drawn, or within a quarter of a second when the window is hidden and draws none. */
export function onNextFrame(work: () => void): void {
  waiting.push(work);
  if (waiting.length > 1) return;
  let isDone = false;
  const run = (): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    const works = waiting;
    waiting = [];
    for (const each of works) each();
  };
  const timer = setTimeout(run, 250);
  requestAnimationFrame(run);
}
