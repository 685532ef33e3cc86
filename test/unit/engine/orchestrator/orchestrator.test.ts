import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import type { TaskView } from '#contract/services/agents';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import { Bus } from '#engine/bus/bus';
import { Orchestrator } from '#engine/orchestrator/orchestrator';
import { WorkerPool } from '#engine/orchestrator/worker-pool';
import { createLiveClock } from '#runtime/processes/live-clock';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { openJournalAt } from '#test/support/journal-at';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';

const entry = fileURLToPath(new URL('../../../support/crashing-worker.ts', import.meta.url));
const anything = z.looseObject({});

/** One agent whose tasks do as they are told, on a real store, real processes and the real clock. */
async function start(folder = temporaryFolder(), workers = 1) {
  const { documents, database } = openJournalAt(folder);
  const log = quietLog();
  const gate = new EventTarget();
  const ran: string[] = [];
  let failures = 0;
  const worker = (type: string) =>
    defineTask({
      type,
      input: z.object({ value: z.unknown() }),
      runsOn: 'worker',
      run: ({ value }) => value,
    });
  const agent: Agent = {
    slug: 'risk_manager',
    report: () => ({ state: 'healthy', activity: 'here', headline: '' }),
    tasks: [
      defineTask({
        type: 'var',
        aliases: ['risk.calculate_var', 'tail'],
        input: z.strictObject({ symbol: z.string() }),
        runsOn: 'engine',
        run: ({ symbol }) => {
          ran.push(symbol);
          return { symbol };
        },
        summarize: (result) => `of ${result.symbol}`,
      }),
      defineTask({
        type: 'wait',
        input: anything,
        runsOn: 'engine',
        run: async (_, { signal }) => {
          await Promise.race([once(gate, 'go'), once(signal, 'abort')]);
          signal.throwIfAborted();
          return 'waited';
        },
      }),
      defineTask({
        type: 'poison',
        input: anything,
        runsOn: 'engine',
        run: () => {
          failures += 1;
          throw new RangeError(`poison ${failures}`);
        },
      }),
      defineTask({
        type: 'refuse',
        input: anything,
        runsOn: 'engine',
        run: () => {
          throw new OctopusError('BAD_REQUEST', 'no such thing');
        },
      }),
      defineTask({ type: 'unspeakable', input: anything, runsOn: 'engine', run: () => ({ quantity: 1n }) }),
      defineTask({
        type: 'prepare',
        input: anything,
        runsOn: 'worker',
        run: async () => {
          await once(gate, 'go');
          ran.push('prepared');
          return 1;
        },
      }),
      ...['echo', 'crash', 'once', 'sleep'].map(worker),
    ],
  };
  const clock = createLiveClock();
  const pool = new WorkerPool({
    host: createNodeProcessHost({ entry }),
    clock,
    log,
    size: workers,
    idleMs: 60_000,
  });
  const dead: { task: TaskView; input: unknown }[] = [];
  let id = 0;
  const orchestrator = new Orchestrator({
    clock,
    log,
    bus: new Bus(() => undefined),
    documents,
    pool,
    createId: () => `task-${++id}`,
    onDeadLetter: (task, input) => dead.push({ task, input }),
  });
  await orchestrator.start([agent]);
  onTestFinished(() => orchestrator.stop());
  const submit = (type: string, data: Record<string, unknown> = {}, lane: 1 | 2 | 3 | 4 = 3) =>
    orchestrator.submit({ agent: 'risk_manager', type, data, lane });
  const end = async (task: TaskView) => orchestrator.result(task.id, 20_000);
  const go = () => gate.dispatchEvent(new Event('go'));
  return { orchestrator, pool, log, dead, ran, go, submit, end, documents, database };
}

describe('a task', () => {
  it('is found by type, by alias and by its old name with its queue before it', async () => {
    const { orchestrator, submit, end } = await start();
    for (const type of ['var', 'tail', 'risk.calculate_var', 'risk.var'])
      expect(await end(submit(type, { symbol: 'A' })), type).toMatchObject({
        task: { type: 'var', state: 'done', progress: 1, summary: 'of A', attempts: 1 },
        result: { symbol: 'A' },
      });
    expect(orchestrator.agentStatus('risk_manager')).toMatchObject({
      tasksDone: 4,
      tasksFailed: 0,
      queued: 0,
    });
  });

  it.each([
    ['an unknown agent', 'risk_manger', 'var', {}, 'UNKNOWN_AGENT', 'did you mean risk_manager'],
    ['an agent that is not here', 'strategy', 'signals', {}, 'UNKNOWN_AGENT', 'strategy is not running'],
    ['an unknown type', 'risk_manager', 'vra', {}, 'UNKNOWN_TASK_TYPE', 'did you mean var'],
    ['a wrong field', 'risk_manager', 'var', { symbol: 1 }, 'BAD_REQUEST', 'risk_manager.var: symbol'],
    ['a stray field', 'risk_manager', 'var', { symbol: 'A', x: 1 }, 'BAD_REQUEST', 'risk_manager.var'],
  ])('for %s is refused before it is queued', async (_, agent, type, data, code, message) => {
    const { orchestrator } = await start();
    const submit = () => orchestrator.submit({ agent, type, data, lane: 3 });
    expect(submit).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    expect(orchestrator.tasks.size).toBe(0);
    await expect(orchestrator.result('task-9', 0)).rejects.toMatchObject({ code: 'UNKNOWN_TASK' });
  });

  it('of a low lane waits for the high ones; equal lanes run in order', async () => {
    const { submit, end, ran, go } = await start();
    const blocking = Array.from({ length: 8 }, () => submit('wait'));
    const waiting = [
      submit('var', { symbol: 'four' }, 4),
      submit('var', { symbol: 'three' }, 3),
      submit('var', { symbol: 'one' }, 1),
      submit('var', { symbol: 'three again' }, 3),
    ];
    expect(ran).toEqual([]);
    go();
    await Promise.all([...blocking, ...waiting].map(end));
    expect(ran).toEqual(['one', 'three', 'three again', 'four']);
  });

  it('of the engine never waits for long ones of the workers', async () => {
    const { submit, end } = await start();
    for (let i = 0; i < 20; i++) submit('sleep', { value: i }, 1);
    expect(await end(submit('var', { symbol: 'A' }, 4))).toMatchObject({ task: { state: 'done' } });
  });

  it('is refused when the queue is full, and those queued are not lost', async () => {
    const { orchestrator, submit, end, go } = await start();
    for (let i = 0; i < 8; i++) submit('wait');
    const queued = Array.from({ length: 10_000 }, () => submit('var', { symbol: 'A' }, 4));
    expect(() => submit('var', { symbol: 'A' }, 1)).toThrow('the task queue is full (10000 tasks)');
    expect(orchestrator.queuedTasks).toBe(10_000);
    go();
    expect(await end(queued.at(-1)!)).toMatchObject({ task: { state: 'done' } });
    expect(orchestrator.queuedTasks).toBe(0);
  });

  it('has a result after a restart, also one that the store did not take', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const kept = first.submit('var', { symbol: 'KEPT' });
    await first.end(kept);
    const unstored = first.submit('unspeakable');
    expect(await first.end(unstored)).toMatchObject({ task: { state: 'done' }, result: { quantity: 1n } });
    await first.orchestrator.stop();
    first.database.close();
    const second = await start(folder);
    expect(await second.orchestrator.result(kept.id, 0)).toMatchObject({ result: { symbol: 'KEPT' } });
    await expect(second.orchestrator.result(unstored.id, 0)).rejects.toMatchObject({ code: 'UNKNOWN_TASK' });
  });
});

describe('a task that fails', () => {
  it('is tried twice, then given up with its reason and its input', async () => {
    const { orchestrator, submit, end, dead } = await start();
    const task = submit('poison', { dose: 3 });
    expect(await end(task)).toMatchObject({
      task: { state: 'dead-lettered', attempts: 2, error: 'poison 2' },
    });
    expect(dead).toMatchObject([{ task: { id: task.id, error: 'poison 2' }, input: { dose: 3 } }]);
    expect(orchestrator.agentStatus('risk_manager')).toMatchObject({ tasksFailed: 2, state: 'healthy' });
  });

  it('because it was refused is not tried again', async () => {
    const { submit, end, dead } = await start();
    expect(await end(submit('refuse'))).toMatchObject({
      task: { state: 'failed', attempts: 1, error: 'no such thing' },
    });
    expect(dead).toEqual([]);
  });

  it('is settled even when it cannot be tried again for want of room', async () => {
    const { submit, end, go } = await start();
    const poison = submit('poison', {}, 1);
    for (let i = 0; i < 7; i++) submit('wait');
    for (let i = 0; i < 10_000; i++) submit('wait', {}, 4);
    expect((await end(poison)).task.state).toMatch(/^(dead-lettered)$/);
    go();
  });
});

describe('a worker that crashes', () => {
  it('comes back, and its task is tried once more', async () => {
    const folder = temporaryFolder();
    const { pool, submit, end } = await start();
    const found = await end(submit('once', { value: join(folder, 'was-here') }));
    expect(found).toMatchObject({
      task: { state: 'done', attempts: 2, error: null },
      result: join(folder, 'was-here'),
    });
    expect(pool.report()).toMatchObject([{ state: 'idle', restarts: 1 }]);
  });

  it('at the same task again costs that task alone', async () => {
    const { submit, end, dead, log } = await start();
    const poison = submit('crash', { value: 'x' });
    expect(await end(poison)).toMatchObject({
      task: {
        state: 'dead-lettered',
        attempts: 2,
        error: 'worker-1 ended (exit code 7) while it ran risk_manager.crash',
      },
    });
    expect((await end(submit('echo', { value: new Float64Array([1.5]) }))).task.state).toBe('done');
    expect(dead).toHaveLength(1);
    // 100 ms after the first crash, 200 ms after the second: nothing was done in between.
    expect(
      log.lines
        .filter((line) => line.includes('backOffMs'))
        .map((line) => /backOffMs":(\d+)/.exec(line)?.[1]),
    ).toEqual(['100', '200']);
  });

  it('before it is ready, time after time, refuses what waits instead of keeping it waiting', async () => {
    const { documents } = openJournalAt(temporaryFolder());
    expect(documents).toBeDefined();
    const log = quietLog();
    const pool = new WorkerPool({
      host: {
        kind: 'in-process',
        spawn: () => {
          throw new Error('no such file');
        },
      },
      clock: createLiveClock(),
      log,
      size: 1,
      idleMs: 1_000,
    });
    onTestFinished(() => pool.close());
    const job = {
      taskId: 't',
      task: 'a.b',
      input: 1,
      timeLimitMs: 60_000,
      onStarted: () => undefined,
      onProgress: () => undefined,
    };
    await expect(pool.run(job)).rejects.toMatchObject({
      code: 'TASK_FAILED',
      message: expect.stringContaining('no worker starts (no such file)'),
    });
    expect(log.lines).toHaveLength(5);
  });
});

describe('cancelling', () => {
  it('takes a queued task out and does not run it', async () => {
    const { orchestrator, submit, ran, go } = await start();
    for (let i = 0; i < 8; i++) submit('wait');
    const task = submit('var', { symbol: 'never' });
    expect(orchestrator.cancel(task.id)).toMatchObject({ state: 'cancelled' });
    go();
    expect((await orchestrator.result(task.id, 0)).task.state).toBe('cancelled');
    expect(ran).toEqual([]);
    expect(orchestrator.cancel(task.id).state).toBe('cancelled');
    expect(() => orchestrator.cancel('task-none')).toThrow('unknown task task-none');
  });

  it('ends a running task of the engine', async () => {
    const { orchestrator, submit, end } = await start();
    const task = submit('wait');
    orchestrator.cancel(task.id);
    expect((await end(task)).task).toMatchObject({ state: 'cancelled', attempts: 1 });
  });

  it('ends the worker that runs the task, which is no crash, and the next task runs', async () => {
    const { orchestrator, pool, submit, end, log } = await start();
    const task = submit('sleep', { value: 1 });
    const next = submit('echo', { value: 'next' });
    while (orchestrator.tasks.get(task.id)?.progress !== 0.5)
      await new Promise((resolve) => setTimeout(resolve, 5));
    orchestrator.cancel(task.id);
    expect((await end(task)).task.state).toBe('cancelled');
    expect(await end(next)).toMatchObject({ result: 'next' });
    expect(pool.report()).toMatchObject([{ restarts: 0 }]);
    expect(log.lines).toEqual([]);
  });

  it('while a task gathers its input keeps it from a worker', async () => {
    const { orchestrator, pool, submit, end, go, ran } = await start();
    const task = submit('prepare');
    orchestrator.cancel(task.id);
    go();
    expect((await end(task)).task.state).toBe('cancelled');
    expect(ran).toEqual(['prepared']);
    expect(pool.report()).toMatchObject([{ state: 'stopped' }]);
  });

  it('happens to everything when the engine stops, so that nobody waits for ever', async () => {
    const { orchestrator, submit } = await start();
    const waiting = orchestrator.run({ agent: 'risk_manager', type: 'sleep', data: { value: 1 }, lane: 3 });
    const queued = orchestrator.run({ agent: 'risk_manager', type: 'echo', data: { value: 1 }, lane: 3 });
    const results = Promise.allSettled([waiting, queued]);
    await orchestrator.stop();
    expect(await results).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(() => submit('var', { symbol: 'A' })).toThrow('the engine is stopping');
  });
});
