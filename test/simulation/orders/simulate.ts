import { parseArgs } from 'node:util';
import { runPaperDays } from './paper-days.ts';
import { runSeed } from './run-seed.ts';

// `npm run simulate -- --seeds 1000`, `--from 501 --seeds 500` for a share of them, or `--seed 17` to see one again, step by step.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});
const wanted = values.seed === undefined ? Number(values.seeds) : 1;
const first = Number(values.seed ?? values.from);
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(first))
  throw new Error(
    `--seeds ${values.seeds}, --from ${values.from}, --seed ${values.seed}: whole numbers are needed`,
  );
const total = { kills: 0, days: 0, orders: 0, fills: 0, lost: 0, doubled: 0, unbalanced: 0 };
for (let seed = first; seed < first + wanted; seed++) {
  const { kills, orders, fills, violations, trace } = await runSeed(seed, values.seed !== undefined);
  const paper = runPaperDays(seed);
  for (const line of trace) process.stdout.write(`${line}\n`);
  total.kills += kills + paper.kills;
  total.days += paper.days;
  total.orders += orders;
  total.fills += fills;
  for (const name of ['lost', 'doubled', 'unbalanced'] as const) {
    const found = [...violations[name], ...paper.violations[name].map((text) => `on paper, ${text}`)];
    total[name] += found.length;
    for (const text of found) process.stderr.write(`seed ${seed}, ${name}: ${text}\n`);
  }
}
const { kills, days, orders, fills, lost, doubled, unbalanced } = total;
process.stderr.write(`${orders} orders, ${fills} fills; ${days} days on paper\n`);
process.stdout.write(
  `${wanted} seeds, ${kills} kills, ${lost} lost, ${doubled} doubled, ${unbalanced} unbalanced\n`,
);
process.exitCode = lost + doubled + unbalanced > 0 ? 1 : 0;
