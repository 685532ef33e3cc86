/** Where a command writes: results go out, everything else beside them. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** One line for people, without the product's name in front. */
  note(line: string): void;
  /** Shows how far long work has come, 0 to 1; nothing in the first second. */
  progress(label: string, fraction: number): void;
  /** Ends a line of progress, if one stands. */
  progressDone(): void;
}

const FIRST_PROGRESS_MS = 1_000;
const PROGRESS_PERIOD_MS = 250;
/** Where lines are kept, as in a log, fewer of them. */
const PROGRESS_LINE_PERIOD_MS = 5_000;

/** The terminal of this process. */
export function createTerminal(): Terminal {
  const startTime = performance.now();
  const isLive = process.stderr.isTTY === true;
  let shownTime = startTime + FIRST_PROGRESS_MS;
  let isShown = false;

  function progressDone(): void {
    if (isShown && isLive) process.stderr.write('\r\u001b[K');
    isShown = false;
  }

  return {
    out: (text) => void process.stdout.write(text),
    note(line) {
      progressDone();
      process.stderr.write(`octopus: ${line}\n`);
    },
    progress(label, fraction) {
      const now = performance.now();
      if (now < shownTime) return;
      shownTime = now + (isLive ? PROGRESS_PERIOD_MS : PROGRESS_LINE_PERIOD_MS);
      isShown = true;
      const text = `${label}: ${Math.floor(fraction * 100)} %`;
      process.stderr.write(isLive ? `\r${text}\u001b[K` : `${text}\n`);
    },
    progressDone,
  };
}
