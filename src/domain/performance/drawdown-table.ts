/** One fall of the account from a peak, until the peak is reached again. Times in milliseconds. */
export interface DrawdownRow {
  readonly peakTime: number;
  readonly troughTime: number;
  /** First time back at the peak; null while under water still. */
  readonly recoveryTime: number | null;
  /** Negative. */
  readonly depthPct: number;
  /** From the peak to the recovery, or to the end of the data. */
  readonly lengthMs: number;
}

/** The deepest falls below a running peak, deepest first, at most `count`; of equal ones the earlier first. */
export function drawdownTable(
  time: Float64Array,
  equity: Float64Array,
  count: number,
): readonly DrawdownRow[] {
  const rows: DrawdownRow[] = [];
  let peak = 0;
  let trough = -1;
  const close = (recovery: number | null): void => {
    if (trough < 0) return;
    const end = recovery ?? time.length - 1;
    rows.push({
      peakTime: time[peak]!,
      troughTime: time[trough]!,
      recoveryTime: recovery === null ? null : time[recovery]!,
      depthPct: (equity[trough]! / equity[peak]! - 1) * 100,
      lengthMs: time[end]! - time[peak]!,
    });
    trough = -1;
  };
  for (let i = 1; i < equity.length; i++) {
    if (equity[i]! >= equity[peak]!) {
      close(i);
      peak = i;
    } else if (equity[peak]! > 0 && (trough < 0 || equity[i]! < equity[trough]!)) trough = i;
  }
  close(null);
  return rows.sort((a, b) => a.depthPct - b.depthPct || a.peakTime - b.peakTime).slice(0, count);
}

/** Shares of time: below the last peak, and the longest stretch of it. */
export interface UnderWater {
  readonly sharePct: number;
  readonly longestMs: number;
}

/** How long an account was below its last peak: share of the points, and the longest stretch in milliseconds. */
export function underWater(time: Float64Array, equity: Float64Array): UnderWater {
  let peak = 0;
  let below = 0;
  let longestMs = 0;
  for (let i = 1; i < equity.length; i++) {
    if (equity[i]! >= equity[peak]!) {
      if (i > peak + 1) longestMs = Math.max(longestMs, time[i]! - time[peak]!);
      peak = i;
    } else {
      below += 1;
      longestMs = Math.max(longestMs, time[i]! - time[peak]!);
    }
  }
  return { sharePct: equity.length === 0 ? 0 : (below / equity.length) * 100, longestMs };
}
