import { walk } from '../backtest.ts';

// Writes the bench's series as CSV, so that other programs run over the very same bars.
const bars = walk(Number(process.argv[2] ?? 100_000));
const rows = ['time,open,high,low,close,volume'];
for (let i = 0; i < bars.length; i++)
  rows.push([bars.time[i], bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i]].join(','));
process.stdout.write(`${rows.join('\n')}\n`);
