import type { BacktestResult } from '#contract/services/backtests';
import { requireEngine } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { showToast } from '../../../stores/toasts.ts';

export type ExportKind = 'trades' | 'curve' | 'json' | 'html';

/** What a run can be written as, as a person reads it. */
export const EXPORTS: readonly { readonly kind: ExportKind; readonly text: string }[] = [
  { kind: 'html', text: 'Tear sheet (HTML)' },
  { kind: 'trades', text: 'Trades (CSV)' },
  { kind: 'curve', text: 'Equity curve (CSV)' },
  { kind: 'json', text: 'Everything (JSON)' },
];

/** Writes a run to a file of the person's; a refusal is told as a note. */
export async function exportRun(id: string, kind: ExportKind): Promise<void> {
  try {
    const { name, text, type } = await fileOf(id, kind);
    const url = URL.createObjectURL(new Blob([text], { type }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = name;
    anchor.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    showToast({ severity: 'error', title: 'The run was not exported', text: refusalText(error) });
  }
}

async function fileOf(id: string, kind: ExportKind): Promise<{ name: string; text: string; type: string }> {
  const engine = requireEngine();
  if (kind === 'html') {
    const { fileName, html } = await engine.runs.tearSheetHtml({ run: id });
    return { name: fileName, text: html, type: 'text/html' };
  }
  const { summary, result } = await engine.runs.get({ run: id });
  const stem = `${summary.name ?? `${summary.strategy}-${summary.symbol}`}-${id}`.replaceAll(
    /[^\w.-]+/g,
    '-',
  );
  if (kind === 'json')
    return {
      name: `${stem}.json`,
      text: JSON.stringify({ summary, result }, null, 1),
      type: 'application/json',
    };
  const rows = kind === 'trades' ? tradeLines(result.trades) : curveLines(result.equityCurve);
  return { name: `${stem}-${kind}.csv`, text: rows, type: 'text/csv' };
}

/** Trades as CSV: instants in ISO 8601 UTC, numbers in full. */
export function tradeLines(trades: BacktestResult['trades']): string {
  const head = 'symbol,side,quantity,entry_time,entry_price,exit_time,exit_price,pnl,return_pct,bars';
  const lines = trades.map((trade) =>
    [
      trade.symbol ?? '',
      trade.side,
      trade.quantity,
      instant(trade.entryTime),
      trade.entryPrice,
      trade.exitTime === null ? '' : instant(trade.exitTime),
      trade.exitPrice ?? '',
      trade.pnl,
      trade.returnPct,
      trade.bars,
    ]
      .map((value) => csvCell(String(value)))
      .join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}

function curveLines(curve: BacktestResult['equityCurve']): string {
  const lines = curve.map(({ time, equity, drawdownPct, benchmark }) =>
    [instant(time), equity, drawdownPct, benchmark].join(','),
  );
  return `${['time,equity,drawdown_pct,benchmark', ...lines].join('\n')}\n`;
}

function instant(time: number): string {
  return new Date(time).toISOString();
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
