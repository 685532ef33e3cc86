/** Prices a trace holds at most: about one a pixel of the line drawn of it. */
export const TRACE_POINTS = 96;

/** How a symbol's price went since its trading day began, or since this window first saw it. */
export interface LiveTrace {
  /** Oldest first; the first `length` of them count. */
  readonly prices: Float64Array;
  readonly length: number;
  /** Where the day before ended; null when that is not known. */
  readonly baseline: number | null;
}

interface GrowingTrace extends LiveTrace {
  length: number;
  baseline: number | null;
  /** Changes that one point stands for; doubles each time the trace is full. */
  stride: number;
  sinceKept: number;
}

const traces = new Map<string, GrowingTrace>();

/** What is known of a symbol's price today; undefined before its first one. */
export function traceOf(symbol: string): LiveTrace | undefined {
  return traces.get(symbol);
}

/**
 * Adds a price to a symbol's trace. The newest point always is the newest price; a full trace keeps every other point
 * and goes on at half the pace, so it spans the whole day in bounded room. A new close of the day before begins it anew.
 */
export function extendTrace(
  symbol: string,
  { last, previousClose }: { readonly last: number | null; readonly previousClose: number | null },
): void {
  if (last === null) return;
  let trace = traces.get(symbol);
  if (trace === undefined) {
    trace = emptyTrace(previousClose);
    traces.set(symbol, trace);
  } else if (trace.baseline !== previousClose) {
    // The ring stays: a replay opens days many times a second.
    Object.assign(trace, { length: 0, baseline: previousClose, stride: 1, sinceKept: 0 });
  }
  if (trace.length > 1 && trace.sinceKept < trace.stride) {
    trace.prices[trace.length - 1] = last;
    trace.sinceKept++;
    return;
  }
  if (trace.length === TRACE_POINTS) halve(trace);
  trace.prices[trace.length++] = last;
  trace.sinceKept = 1;
}

function halve(trace: GrowingTrace): void {
  for (let i = 0; i < TRACE_POINTS / 2; i++) trace.prices[i] = trace.prices[i * 2]!;
  trace.length = TRACE_POINTS / 2;
  trace.stride *= 2;
}

function emptyTrace(baseline: number | null): GrowingTrace {
  return { prices: new Float64Array(TRACE_POINTS), length: 0, baseline, stride: 1, sinceKept: 0 };
}
