import type { WorkerTask } from '#engine/agent/agent';
import { type AllocationInput, allocate } from './allocate.ts';

/** What worker processes run for this agent, by `agent.type`. */
export const portfolioOptimizerWorkerTasks = {
  'portfolio_optimizer.allocate': (input: AllocationInput) => allocate(input),
} satisfies Record<string, WorkerTask>;
