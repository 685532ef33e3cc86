import { type Command, Option } from 'commander';
import type { PipelineResult } from '#contract/services/agents';
import { dataOption, formatOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface AnalyzeOptions {
  readonly type: PipelineResult['analysisType'];
  readonly data?: string;
  readonly format: Format;
}

/** `octopus analyze SYMBOL`: the agents' pipeline over a stored symbol, stage by stage. */
export function addAnalyzeCommand(program: Command, terminal: Terminal): void {
  program
    .command('analyze')
    .description('let the agents look at a symbol as of its newest stored daily bar; nothing is traded')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(new Option('--type <type>', 'how thoroughly').choices(['full', 'quick']).default('full'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
An empty store is given the bundled sample data first.
JSON: { id, symbol, analysisType, eventTime, durationMs, isDegraded, stages: [{ name, agents: [{ agent, startedMs,
durationMs, outcome, summary }] }], action, fusedScore, summary, decisionId }.`,
    )
    .action(async (symbol: string, options: AnalyzeOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const { analyzeSymbol } = await import('#runtime/market-data/analyze-symbol');
      const result = await withEngine(terminal, options.data, async (engine) => {
        const { market } = engine.stores;
        if ((await market.series()).length === 0) {
          terminal.note('the store is empty; importing the bundled sample data');
          await engine.collector.importSampleData(({ done, total }) =>
            terminal.progress('import of the sample data', done / total),
          );
          terminal.progressDone();
        }
        const symbols = (await market.instruments()).map((instrument) => instrument.symbol);
        const known =
          symbols.find((one) => one === symbol) ??
          symbols.find((one) => one.toUpperCase() === symbol.toUpperCase());
        return analyzeSymbol(engine, known ?? symbol, options.type);
      });
      await print(terminal, options.format, result);
    });
}

async function print(terminal: Terminal, format: Format, result: PipelineResult): Promise<void> {
  const { dateText } = await import('../times.ts');
  const rows: Cell[][] = result.stages.flatMap(({ name, agents }) =>
    agents.map(({ agent, startedMs, durationMs, outcome, summary }) => [
      name,
      agent,
      startedMs,
      durationMs,
      outcome,
      summary,
    ]),
  );
  printReport(terminal, format, {
    columns: ['stage', 'agent', 'startedMs', 'durationMs', 'outcome', 'summary'],
    rows,
    json: result,
    footer: [
      '',
      `${result.symbol} as of ${dateText(result.eventTime)}: ${result.action}, score ${result.fusedScore.toFixed(3)}, in ${result.durationMs.toFixed(1)} ms${result.isDegraded ? ' (degraded)' : ''}`,
      result.summary,
    ],
  });
}
