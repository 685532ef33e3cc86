import type { AgentStatusView } from '#contract/services/agents';
import type { Engine } from '../engine/create-engine.ts';
import { analyzeSymbol } from '../market-data/analyze-symbol.ts';
import type { Implementer } from './implementer.ts';
import { type CollectionEvent, watchCollection } from './watch.ts';

const STATUS_PERIOD_MS = 500;

export function agentHandlers(on: Implementer, engine: Engine) {
  const { orchestrator, clock } = engine;
  return {
    list: on.agents.list.handler(() => orchestrator.agentStatuses()),
    status: on.agents.status.handler(({ input }) => orchestrator.agentStatus(input.agent)),
    watch: on.agents.watch.handler(({ signal }) => watchStatuses(engine, signal)),
    submitTask: on.agents.submitTask.handler(({ input }) => orchestrator.submit(input)),
    taskResult: on.agents.taskResult.handler(({ input }) => orchestrator.result(input.id, input.waitMs)),
    cancelTask: on.agents.cancelTask.handler(({ input }) => orchestrator.cancel(input.id)),
    tasks: on.agents.tasks.handler(({ input }) => orchestrator.tasks.items().reverse().slice(0, input.limit)),
    watchTasks: on.agents.watchTasks.handler(({ signal }) =>
      watchCollection(orchestrator.tasks, { clock, signal }),
    ),
    pipeline: on.agents.pipeline.handler(({ input }) =>
      analyzeSymbol(engine, input.symbol, input.analysisType),
    ),
  };
}

/** Statuses are computed, so they are compared: only those that changed are told again. */
async function* watchStatuses(
  { orchestrator, clock }: Engine,
  signal: AbortSignal | undefined,
): AsyncGenerator<CollectionEvent<AgentStatusView>, void, void> {
  const told = new Map<string, string>();
  const remember = (statuses: AgentStatusView[]): AgentStatusView[] =>
    statuses.filter((status) => {
      const text = JSON.stringify(status);
      const isNew = told.get(status.slug) !== text;
      told.set(status.slug, text);
      return isNew;
    });
  yield { kind: 'snapshot', items: remember(orchestrator.agentStatuses()) };
  while (!signal?.aborted) {
    await clock.sleep(STATUS_PERIOD_MS);
    const items = remember(orchestrator.agentStatuses());
    if (items.length > 0) yield { kind: 'changed', items, removedIds: [] };
  }
}
