import { parseArgs } from 'node:util';
import { runSeed } from './run-seed.ts';

// `npm run simulate -- --seeds 1000`, or `--seed 17` to see one again, step by step.
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, seed: { type: 'string' } },
});
const wanted = values.seed === undefined ? Number(values.seeds) : 1;
const first = values.seed === undefined ? 1 : Number(values.seed);
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(first))
  throw new Error(`--seeds ${values.seeds}, --seed ${values.seed}: whole numbers are needed`);
const total = { kills: 0, orders: 0, fills: 0, lost: 0, doubled: 0, unbalanced: 0 };
for (let seed = first; seed < first + wanted; seed++) {
  const { kills, orders, fills, violations, trace } = await runSeed(seed, values.seed !== undefined);
  for (const line of trace) process.stdout.write(`${line}\n`);
  total.kills += kills;
  total.orders += orders;
  total.fills += fills;
  for (const name of ['lost', 'doubled', 'unbalanced'] as const) {
    total[name] += violations[name].length;
    for (const text of violations[name]) process.stderr.write(`seed ${seed}, ${name}: ${text}\n`);
  }
}
const { kills, orders, fills, lost, doubled, unbalanced } = total;
process.stderr.write(`${orders} orders, ${fills} fills\n`);
process.stdout.write(
  `${wanted} seeds, ${kills} kills, ${lost} lost, ${doubled} doubled, ${unbalanced} unbalanced\n`,
);
process.exitCode = lost + doubled + unbalanced > 0 ? 1 : 0;
