import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';

/**
 * Where the threads of a sandbox show that they live: one count each, in shared memory, odd while the strategy's own
 * code runs. One that stays odd hangs in it.
 */
export type Beats = Int32Array;

/** Room for the beats of so many threads. */
export function newBeats(threads: number): Beats {
  return new Int32Array(new SharedArrayBuffer(threads * Int32Array.BYTES_PER_ELEMENT));
}

/** Runs code of the strategy, also from within another of its calls. */
export function watched<Answer>(beats: Beats, place: number, call: () => Answer): Answer {
  const step = (beats[place]! & 1) === 0 ? 1 : 2;
  beats[place]! += step;
  try {
    return call();
  } finally {
    beats[place]! += step;
  }
}

/** The same strategy, whose calls are seen from outside. */
export function watchedModule(module: StrategyModule, beats: Beats, place: number): StrategyModule {
  const { validate, warmUpBars, onStart, onBar, onTick, onFill, onEnd } = module;
  const seen = <Answer>(call: () => Answer): Answer => watched(beats, place, call);
  return {
    ...module,
    ...(validate && { validate: (parameters) => seen(() => validate.call(module, parameters)) }),
    ...(warmUpBars && { warmUpBars: (parameters) => seen(() => warmUpBars.call(module, parameters)) }),
    ...(onStart && { onStart: (context) => seen(() => onStart.call(module, context)) }),
    // Called once a bar: no closure, and never from within another call.
    ...(onBar && {
      onBar(context, memory) {
        beats[place]! += 1;
        onBar.call(module, context, memory);
        beats[place]! += 1;
      },
    }),
    ...(onTick && { onTick: (context, memory) => seen(() => onTick.call(module, context, memory)) }),
    ...(onFill && {
      onFill: (context, memory, fill) => seen(() => onFill.call(module, context, memory, fill)),
    }),
    ...(onEnd && { onEnd: (context, memory) => seen(() => onEnd.call(module, context, memory)) }),
  };
}
