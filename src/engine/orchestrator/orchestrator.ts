import { AGENTS, type AgentSlug, resolveAgent } from '#contract/agents';
import { OctopusError, unknownName } from '#contract/errors';
import type { AgentStatusView, TaskView } from '#contract/services/agents';
import { topics } from '#contract/topics';
import { type Agent, type AgentTask, KnownResult, type TaskContext } from '../agent/agent.ts';
import type { Bus } from '../bus/bus.ts';
import { LiveCollection } from '../bus/live-collection.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { DocumentStore } from '../ports/market-store.ts';
import { AgentLedger } from './agent-ledger.ts';
import { type Lane, TaskQueue } from './task-queue.ts';
import { type TaskOutcome, TaskResults } from './task-results.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface TaskRequest {
  readonly agent: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly lane: Lane;
}

interface QueuedTask {
  view: TaskView;
  readonly task: AgentTask;
  readonly input: unknown;
  readonly abort: AbortController;
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

export interface OrchestratorOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly bus: Bus;
  readonly documents: DocumentStore;
  readonly pool: WorkerPool;
  readonly createId: () => string;
  /** Told of a task that was given up, with its input, so that it can be journaled. */
  readonly onDeadLetter: (task: TaskView, input: unknown) => void;
}

/** Engine tasks running at once; worker tasks are bounded by the pool's size. */
const CONCURRENT_TASKS = 8;
const QUEUE_CAPACITY = 10_000;
const ATTEMPTS_MAX = 2;
const TASK_TIME_LIMIT_MS = 600_000;
const TASKS_SHOWN = 500;
/** What is running when the engine stops gets so long to end. */
const STOP_LIMIT_MS = 1_000;

type Place = AgentTask['runsOn'];

/** Takes tasks for agents by lane, runs them here or on a worker, retries once what crashed, and keeps results. */
export class Orchestrator {
  readonly #options: OrchestratorOptions;
  readonly #agents = new Map<AgentSlug, Agent>();
  /** Two queues, so that long tasks that wait for a worker never stand before short ones that need none. */
  readonly #queues: Readonly<Record<Place, TaskQueue<QueuedTask>>> = {
    engine: new TaskQueue(QUEUE_CAPACITY),
    worker: new TaskQueue(QUEUE_CAPACITY),
  };
  readonly #running: Record<Place, number> = { engine: 0, worker: 0 };
  readonly #results: TaskResults;
  readonly #active = new Map<string, QueuedTask>();
  readonly ledger = new AgentLedger();
  readonly tasks = new LiveCollection<TaskView>((task) => task.id, TASKS_SHOWN);
  #isStopped = false;

  constructor(options: OrchestratorOptions) {
    this.#options = options;
    this.#results = new TaskResults(options);
  }

  async start(agents: readonly Agent[]): Promise<void> {
    for (const agent of agents) {
      this.#agents.set(agent.slug, agent);
      try {
        await agent.start?.();
        this.ledger.setUp(agent.slug);
      } catch (error) {
        this.ledger.setDown(agent.slug, messageOf(error));
        this.#options.log.error(`agent ${agent.slug} did not start`, { error: messageOf(error) });
      }
    }
  }

  /** Ends every task as cancelled and every agent; what is queued is not begun. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const running = [...this.#active.values()];
    for (const { view } of running) this.cancel(view.id);
    this.#options.pool.close();
    const ended = Promise.all(running.map(({ settled }) => settled));
    await endOrLimit(ended, STOP_LIMIT_MS, this.#options.clock);
    for (const agent of this.#agents.values()) await agent.stop?.();
  }

  /** Queues a task. Throws UNKNOWN_AGENT, UNKNOWN_TASK_TYPE or BAD_REQUEST before anything is queued. */
  submit(request: TaskRequest): TaskView {
    const agent = this.#requireAgent(request.agent);
    const task = findTask(agent, request.agent, request.type);
    const parsed = task.input.safeParse(request.data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new OctopusError(
        'BAD_REQUEST',
        `task ${agent.slug}.${task.type}: ${issue?.path.join('.') || 'data'}: ${issue?.message ?? 'is not valid'}`,
      );
    }
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const queued: QueuedTask = {
      view: this.#newView(agent.slug, task.type, request.lane),
      task,
      input: parsed.data,
      abort: new AbortController(),
      settled,
      settle,
    };
    if (this.#isStopped)
      throw new OctopusError('TASK_FAILED', 'the engine is stopping; nothing new is begun');
    if (!this.#queues[task.runsOn].push(request.lane, queued)) {
      throw new OctopusError(
        'TASK_FAILED',
        `the task queue is full (${QUEUE_CAPACITY} tasks); try again when some have finished`,
      );
    }
    this.#active.set(queued.view.id, queued);
    this.tasks.upsert(queued.view);
    this.#pump();
    return queued.view;
  }

  /** The task and its result once done, waiting up to `waitMs` for the end; results live for a day, restarts included. */
  async result(id: string, waitMs: number): Promise<TaskOutcome> {
    const active = this.#active.get(id);
    if (active && waitMs > 0) await endOrLimit(active.settled, waitMs, this.#options.clock);
    const still = this.#active.get(id);
    if (still) return { task: still.view, result: null };
    const ended = this.#results.get(id);
    if (ended) return ended;
    throw new OctopusError(
      'UNKNOWN_TASK',
      `unknown task ${id}: it never existed here, or its result is older than a day`,
    );
  }

  /** The task and its result at its end, however long that takes. */
  async settled(id: string): Promise<TaskOutcome> {
    await this.#active.get(id)?.settled;
    return this.result(id, 0);
  }

  /** Runs a task to its end and gives its result; throws what it threw. */
  async run(request: TaskRequest): Promise<unknown> {
    const { id } = this.submit(request);
    const { task, result } = await this.settled(id);
    if (task.state !== 'done')
      throw new OctopusError('TASK_FAILED', task.error ?? `task ${id} ended as ${task.state}`);
    return result;
  }

  cancel(id: string): TaskView {
    const task = this.#active.get(id);
    if (!task) {
      const known = this.tasks.get(id);
      if (known) return known;
      throw new OctopusError('UNKNOWN_TASK', `unknown task ${id}`);
    }
    const reason = new OctopusError('TASK_FAILED', 'cancelled');
    task.abort.abort(reason);
    if (this.#queues[task.task.runsOn].take((candidate) => candidate === task))
      this.#finish(task, { state: 'cancelled', error: 'cancelled before it began' });
    else this.#options.pool.cancel(id, reason);
    return task.view;
  }

  agentStatuses(): AgentStatusView[] {
    return AGENTS.map(({ slug }) => this.#status(slug));
  }

  /** By slug or alias. Throws UNKNOWN_AGENT. */
  agentStatus(name: string): AgentStatusView {
    return this.#status(this.#requireAgent(name).slug);
  }

  get queuedTasks(): number {
    return this.#queues.engine.size + this.#queues.worker.size;
  }

  #status(slug: AgentSlug): AgentStatusView {
    const entry = AGENTS.find((candidate) => candidate.slug === slug)!;
    const agent = this.#agents.get(slug);
    const count = this.ledger.of(slug);
    const report = agent?.report() ?? { state: 'healthy' as const, activity: '', headline: '' };
    const isOurs = (task: QueuedTask): boolean => task.view.agent === slug;
    const queued = this.#queues.engine.count(isOurs) + this.#queues.worker.count(isOurs);
    return {
      slug,
      label: entry.label,
      name: entry.name,
      aliases: [...entry.aliases],
      skills: [...entry.skills],
      taskTypes: agent?.tasks.map((task) => task.type) ?? [],
      state: !agent ? 'starting' : count.isDown ? 'down' : count.running > 0 ? 'busy' : report.state,
      activity: count.isDown ? (count.lastError ?? 'did not start') : report.activity,
      headline: report.headline,
      tasksDone: count.done,
      tasksFailed: count.failed,
      queued,
      lastDurationMs: count.lastDurationMs,
      lastError: count.lastError,
    };
  }

  #requireAgent(name: string): Agent {
    const slug = resolveAgent(name);
    if (!slug) {
      const names = AGENTS.flatMap((agent) => [agent.slug, ...agent.aliases]);
      throw new OctopusError('UNKNOWN_AGENT', unknownName('agent', name, names), { known: names });
    }
    const agent = this.#agents.get(slug);
    if (!agent) throw new OctopusError('UNKNOWN_AGENT', `agent ${slug} is not running here`);
    return agent;
  }

  #newView(agent: AgentSlug, type: string, lane: Lane): TaskView {
    return {
      id: this.#options.createId(),
      agent,
      type,
      lane,
      state: 'queued',
      attempts: 0,
      progress: null,
      worker: null,
      submittedTime: this.#options.clock.now(),
      startedTime: null,
      finishedTime: null,
      error: null,
      summary: '',
    };
  }

  #pump(): void {
    this.#pumpPlace('engine', CONCURRENT_TASKS);
    this.#pumpPlace('worker', this.#options.pool.size);
  }

  #pumpPlace(place: Place, concurrent: number): void {
    while (this.#running[place] < concurrent) {
      const task = this.#queues[place].shift();
      if (!task) return;
      this.#running[place] += 1;
      void this.#attempt(task).finally(() => {
        this.#running[place] -= 1;
        this.#pump();
      });
    }
  }

  /** Runs a task once; never throws. */
  async #attempt(queued: QueuedTask): Promise<void> {
    const { clock } = this.#options;
    const agent = queued.view.agent as AgentSlug;
    this.#update(queued, {
      state: 'running',
      attempts: queued.view.attempts + 1,
      startedTime: clock.now(),
      progress: null,
    });
    const started = clock.monotonic();
    this.ledger.begin(agent);
    try {
      const result = await this.#execute(queued);
      const summary = queued.task.summarize?.(result) ?? '';
      this.ledger.end(agent, clock.monotonic() - started, null);
      this.#finish(queued, { state: 'done', result, summary });
    } catch (error) {
      this.ledger.end(agent, clock.monotonic() - started, messageOf(error));
      this.#failed(queued, error);
    }
  }

  /** A cancelled task is over, a refusal stands, anything else is tried once more and then given up. */
  #failed(queued: QueuedTask, error: unknown): void {
    const { log, onDeadLetter } = this.#options;
    const { id, agent, type, attempts, lane } = queued.view;
    const text = messageOf(error);
    const isCancelled = queued.abort.signal.aborted;
    if (isCancelled || error instanceof OctopusError) {
      this.#finish(
        queued,
        isCancelled ? { state: 'cancelled', error: 'cancelled' } : { state: 'failed', error: text },
      );
      return;
    }
    log.warn(`task ${agent}.${type} failed`, { id, attempt: attempts, error: text });
    if (attempts < ATTEMPTS_MAX && this.#queues[queued.task.runsOn].push(lane, queued)) {
      this.#update(queued, { state: 'retrying', error: text, worker: null });
      return;
    }
    this.#finish(queued, { state: 'dead-lettered', error: text });
    try {
      onDeadLetter(queued.view, queued.input);
    } catch (problem) {
      log.error('a task that was given up could not be recorded', { id, error: messageOf(problem) });
    }
  }

  async #execute(queued: QueuedTask): Promise<unknown> {
    const context: TaskContext = {
      taskId: queued.view.id,
      signal: queued.abort.signal,
      reportProgress: (fraction) => this.#update(queued, { progress: fraction }),
    };
    const prepared = await queued.task.run(queued.input, context);
    if (queued.task.runsOn === 'engine') return prepared;
    if (prepared instanceof KnownResult) return prepared.result;
    queued.abort.signal.throwIfAborted();
    const result = await this.#options.pool.run({
      taskId: queued.view.id,
      task: `${queued.view.agent}.${queued.task.type}`,
      input: prepared,
      timeLimitMs: TASK_TIME_LIMIT_MS,
      onStarted: (worker) => this.#update(queued, { worker }),
      onProgress: context.reportProgress,
    });
    return queued.task.complete ? queued.task.complete(prepared, result) : result;
  }

  #update(queued: QueuedTask, change: Partial<TaskView>): void {
    queued.view = { ...queued.view, ...change };
    this.tasks.upsert(queued.view);
  }

  #finish(
    queued: QueuedTask,
    end: { state: TaskView['state']; result?: unknown; summary?: string; error?: string },
  ): void {
    const { clock, bus } = this.#options;
    const { state, result = null, summary = '', error = null } = end;
    const progress = state === 'done' ? 1 : queued.view.progress;
    this.#update(queued, { state, error, summary, finishedTime: clock.now(), progress });
    this.#results.put({ task: queued.view, result });
    this.#active.delete(queued.view.id);
    bus.publish(topics.taskResults, clock.now(), queued.view);
    queued.settle();
  }
}

/** The task by its type, its alias, or (for a name like `paper_trader`) the agent's alias used as a type. */
function findTask(agent: Agent, calledAs: string, type: string): AgentTask {
  const short = type.includes('.') ? type.slice(type.indexOf('.') + 1) : type;
  const task = agent.tasks.find(
    (candidate) => candidate.type === type || candidate.aliases?.includes(type) || candidate.type === short,
  );
  if (task) return task;
  const names = agent.tasks.flatMap((candidate) => [candidate.type, ...(candidate.aliases ?? [])]);
  throw new OctopusError('UNKNOWN_TASK_TYPE', unknownName(`task type of ${calledAs}`, type, names), {
    known: names,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Resolves with `end`, at the latest after `limitMs`; leaves no timer behind that would keep a process from ending. */
function endOrLimit(end: Promise<unknown>, limitMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = clock.after(limitMs, resolve);
    end.then(() => {
      forget();
      resolve();
    }, reject);
  });
}
