import type { Command } from 'commander';
import type { ProviderInfo } from '#contract/services/market-data';
import type { Engine } from '#runtime/engine/create-engine';
import { dataOption, formatOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** `octopus providers`: where data can be downloaded from, what each gives, and what is left of each budget. */
export function addProvidersCommand(program: Command, terminal: Terminal): void {
  program
    .command('providers')
    .description('list the data providers: what they have, what they need, what is left of their budget')
    .option('--find <text>', 'look for a symbol by its name with those that can search')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: an array of { id, name, gives, isEnabled, access, keyVariable, hasKey, assetClasses, timeframes, historyDepthDays, isStreaming,
note, budget: [{ requests, perMs, left, nextTime }], health, lastSuccessTime, lastError }. Keys are never printed.
With --find: an array of { provider, symbol, name, type }.`,
    )
    .action(async (options: { find?: string; data?: string; format: Format }) => {
      const { withEngine } = await import('../open-engine.ts');
      const { find } = options;
      if (find !== undefined) {
        const rows = await withEngine(terminal, options.data, (engine) =>
          findSymbols(terminal, engine, find),
        );
        printReport(terminal, options.format, { columns: ['provider', 'symbol', 'name', 'type'], rows });
        return;
      }
      const providers = await withEngine(terminal, options.data, async (engine) => engine.providers.list());
      printReport(terminal, options.format, {
        columns: ['provider', 'gives', 'has', 'timeframes', 'access', 'budget left', 'health'],
        rows: providers.map((one) => [
          one.id,
          one.gives.join(' '),
          one.assetClasses.join(' '),
          one.timeframes.join(' '),
          accessText(one),
          one.budget.map((rule) => `${rule.left} of ${rule.requests}/${periodText(rule.perMs)}`).join(', '),
          one.health === 'failing' && one.lastError ? `failing: ${one.lastError.kind}` : one.health,
        ]),
        json: providers,
        footer: providers.map(({ id, note }) => `${id}: ${note}`),
      });
    });
}

/** Matches of every provider that can search and has what it needs; one that fails is told of. */
async function findSymbols(terminal: Terminal, { providers }: Engine, text: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for (const { id, gives, keyVariable, hasKey } of providers.list()) {
    if (!gives.includes('bars') || (keyVariable !== null && !hasKey)) continue;
    try {
      const matches = (await providers.open(id).search?.(text)) ?? [];
      for (const { symbol, name, dataType } of matches) rows.push([id, symbol, name, dataType]);
    } catch (error) {
      terminal.note(error instanceof Error ? error.message : String(error));
    }
  }
  return rows;
}

function accessText({ access, isEnabled, keyVariable, hasKey }: ProviderInfo): string {
  if (!isEnabled) return `${access}, switched off`;
  if (keyVariable === null) return access;
  return hasKey ? `${access}, ${keyVariable} is set` : `${access}, set ${keyVariable}`;
}

function periodText(perMs: number): string {
  const names: Record<number, string> = { 1000: 's', 60000: 'min', 3600000: 'h', 86400000: 'day' };
  if (names[perMs] !== undefined) return names[perMs];
  const days = perMs / 86_400_000;
  return days >= 1 ? `${Math.round(days)} days` : `${Math.round(perMs / 60_000)} min`;
}
