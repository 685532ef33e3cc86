import { at } from './project.mjs';
import { run } from './run.mjs';

/** Measures; arguments are names of benches (`rpc feed`), all without any. */
export async function bench(args) {
  process.exitCode = await run(process.execPath, [at('test/bench/index.ts'), ...args], { cwd: at() });
}
