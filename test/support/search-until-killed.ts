import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { runSearch } from '#engine/simulation/search/run-search';
import { walkSearch } from './walk-search.ts';

// Searches into the folder of its first argument until someone kills it, and says after each batch how far it is.
const [folder = '', trials = '100000'] = process.argv.slice(2);
const { request, id } = walkSearch(Number(trials));
const log = trialLogFiles(folder)(id);
let done = 0;
await runSearch(request, {
  monotonic: () => performance.now(),
  log: {
    ...log,
    append: (batch) => {
      log.append(batch);
      done += 1;
      process.stdout.write(`${done}\n`);
    },
  },
});
