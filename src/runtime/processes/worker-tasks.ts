import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { mlModelsWorkerTasks } from '#agents/ml-models/worker-tasks';
import { portfolioOptimizerWorkerTasks } from '#agents/portfolio-optimizer/worker-tasks';
import type { WorkerTask } from '#engine/agent/agent';
import { verifyJournal } from '#engine/journal/verify-journal';
import { labMachine } from '../lab/lab-machine.ts';

/** Everything a worker process can run, by `agent.type`. */
export const WORKER_TASKS: Readonly<Record<string, WorkerTask>> = {
  ...labMachine(),
  ...mlModelsWorkerTasks,
  ...portfolioOptimizerWorkerTasks,
  'compliance_engine.audit': (input: { dataFolder: string }) =>
    openJournalForReading(input.dataFolder, (journal) => verifyJournal(journal, () => performance.now())),
};
