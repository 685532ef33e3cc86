import { MessageChannel } from 'node:worker_threads';
import type { BarColumns } from '#domain/market/bar';
import type { StructuredChannel } from '#engine/ports/process-host';
import type { FromStrategy, StrategyEnd, StrategyWork, ToStrategy } from './process-messages.ts';
import { strategyFault } from './strategy-fault.ts';
import { StrategyThreads } from './strategy-threads.ts';

/** The life of a strategy process on its line: does the one piece of work that is asked of it and tells how it ended. */
export function runStrategy(line: StructuredChannel): void {
  const post = (said: FromStrategy): void => line.post(said);
  let taking = Promise.resolve((_: ToStrategy): unknown => undefined);
  line.onMessage((message) => {
    const told = message as ToStrategy;
    if (told.kind === 'work') taking = begin(told.work, post);
    else void taking.then((take) => take(told));
  });
}

/** Gives what takes all further messages. Never throws: what is wrong is posted. */
async function begin(
  work: StrategyWork,
  post: (said: FromStrategy) => void,
): Promise<(told: ToStrategy) => unknown> {
  try {
    if (!work.path.endsWith('.ts')) return begun(work, post);
    const { withoutTypes } = await import('#adapters/files/typescript/without-types');
    return begun({ ...work, source: withoutTypes(work.path, work.source) }, post);
  } catch (error) {
    post({ kind: 'ended', end: strategyFault(work.path, error) });
    return () => undefined;
  }
}

function begun(work: StrategyWork, post: (said: FromStrategy) => void): (told: ToStrategy) => unknown {
  const { path, source, limits, task } = work;
  const given = {
    limits,
    onProgress: (fraction: number) => post({ kind: 'progress', fraction }),
    onEnd: (end: StrategyEnd) => post({ kind: 'ended', end }),
  };
  if (task.kind === 'live') {
    const { port1: near, port2: far } = new MessageChannel();
    near.on('message', (reply) => post({ kind: 'reply', reply }));
    const live = { path, source, task: { ...task, line: far } };
    new StrategyThreads(live, { ...given, isPatient: true }).begin();
    return (told) => told.kind === 'input' && near.postMessage(told.input);
  }
  if (task.kind === 'lab') {
    const kept = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const lab = { path, source, task: { kind: 'lab', lab: { ...task.lab, kept } } } as const;
    new StrategyThreads(lab, {
      ...given,
      spare: task.lab.spare,
      dataBytes: bytesOf((task.lab.work as { readonly bars: BarColumns }).bars),
      onKeep: (trials) => post({ kind: 'keep', trials }),
    }).begin();
    return (told) => {
      if (told.kind !== 'kept') return;
      Atomics.add(kept, 0, 1);
      Atomics.notify(kept, 0);
    };
  }
  const series = task.kind === 'run' ? task.run.instruments.flatMap((instrument) => instrument.series) : [];
  const dataBytes = series.reduce((bytes, { bars }) => bytes + bytesOf(bars), 0);
  new StrategyThreads({ path, source, task }, { ...given, dataBytes }).begin();
  return () => undefined;
}

function bytesOf(bars: BarColumns): number {
  return bars.length * 6 * Float64Array.BYTES_PER_ELEMENT;
}
