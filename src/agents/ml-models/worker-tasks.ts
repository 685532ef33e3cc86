import type { TaskContext, WorkerTask } from '#engine/agent/agent';
import { type TrainingInput, trainModel } from './train.ts';

/** What worker processes run for this agent, by `agent.type`. */
export const mlModelsWorkerTasks = {
  'ml_models.train': (input: TrainingInput, context: TaskContext) => trainModel(input, context),
} satisfies Record<string, WorkerTask>;
