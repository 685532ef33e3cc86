import { at } from './project.mjs';
import { run } from './run.mjs';

/** Days of trading with faults and kills, each from a seed: `--seeds 1000`, or `--seed 17` to see one again. */
export async function simulate(args) {
  process.exitCode = await run(process.execPath, [at('test/simulation/orders/simulate.ts'), ...args], {
    cwd: at(),
  });
}
