import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { labWorkerTasks } from '#agents/backtester/lab-worker-tasks';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import { mlModelsWorkerTasks } from '#agents/ml-models/worker-tasks';
import { portfolioOptimizerWorkerTasks } from '#agents/portfolio-optimizer/worker-tasks';
import type { WorkerTask } from '#engine/agent/agent';
import { verifyJournal } from '#engine/journal/verify-journal';
import { createNodeThreadHost } from './node-thread-host.ts';
import { backtestStrategyFile } from './strategy-file-task.ts';

/** Everything a worker process can run, by `agent.type`. */
export const WORKER_TASKS: Readonly<Record<string, WorkerTask>> = {
  ...backtesterWorkerTasks,
  'backtester.backtest-file': backtestStrategyFile,
  ...labWorkerTasks({ threads: createNodeThreadHost(), openTrialLog: trialLogFiles }),
  ...mlModelsWorkerTasks,
  ...portfolioOptimizerWorkerTasks,
  'compliance_engine.audit': (input: { dataFolder: string }) =>
    openJournalForReading(input.dataFolder, (journal) => verifyJournal(journal, () => performance.now())),
};
