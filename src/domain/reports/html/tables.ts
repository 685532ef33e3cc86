import type { YearRow } from '../../performance/monthly-table.ts';
import { toldNumber } from '../../values/told-number.ts';
import { FIGURES, figureDefinition } from '../figures.ts';
import type { TearSheet, TearSheetFigure, TearSheetSection } from '../tear-sheet.ts';
import { dateText, duration, escapeHtml, formatFigure, shortPercent } from './format-figure.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A table of cells that are HTML already. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  className = '',
): string {
  const cells = rows
    .map(
      (row) => `<tr>${row.map((cell) => (cell.startsWith('<td') ? cell : `<td>${cell}</td>`)).join('')}</tr>`,
    )
    .join('');
  return `<table${className === '' ? '' : ` class="${className}"`}><thead><tr>${head
    .map((name) => `<th>${escapeHtml(name)}</th>`)
    .join('')}</tr></thead><tbody>${cells}</tbody></table>`;
}

/** Figures with their definitions as titles, the benchmark's beside where any has one. */
export function drawFigures({ title, figures }: TearSheetSection): string {
  const hasBenchmark = figures.some(({ benchmark }) => benchmark !== undefined);
  const rows = figures.map(({ id, value, benchmark }) => {
    const { label, unit, definition } = figureDefinition(id);
    const tip = ` title="${escapeHtml(definition)}"`;
    return [
      `<td${tip}>${escapeHtml(label)}</td>`,
      `<td${tip}>${formatFigure(value, unit)}</td>`,
      ...(hasBenchmark
        ? [`<td class="other">${benchmark === undefined ? '' : formatFigure(benchmark, unit)}</td>`]
        : []),
    ];
  });
  return `<section><h2>${escapeHtml(title)}</h2>${drawTable(
    ['', 'run', ...(hasBenchmark ? ['benchmark'] : [])],
    rows,
  )}</section>`;
}

/** The first figures, large; the count of trials stands beside the Sharpe ratio. */
export function drawTiles(figures: readonly TearSheetFigure[], trials: TearSheet['trialCount']): string {
  return `<div class="tiles">${figures
    .map(({ id, value, benchmark }) => {
      const { label, unit, definition } = figureDefinition(id);
      const beside = [
        ...(benchmark === undefined ? [] : [`benchmark ${formatFigure(benchmark, unit)}`]),
        ...(id === 'sharpe' ? [trials ? `${toldNumber(trials.trials, 0)} tried` : 'trials not counted'] : []),
      ];
      const other = beside.length === 0 ? '&nbsp;' : beside.join(' · ');
      return `<div title="${escapeHtml(definition)}"><span>${escapeHtml(label)}</span><b>${formatFigure(value, unit)}</b><small>${other}</small></div>`;
    })
    .join('')}</div>`;
}

/** Months across, years down, each cell shaded by its return. */
export function drawMonths(years: readonly YearRow[], benchmarkName: string | null): string {
  const all = years.flatMap(({ monthsPct }) => monthsPct.filter((value) => value !== null));
  const strongest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const rows = years.map(({ year, monthsPct, returnPct, benchmarkPct }) => [
    String(year),
    ...monthsPct.map((value) => {
      if (value === null) return '<td></td>';
      const share = Math.round((Math.abs(value) / strongest) ** 0.7 * 62);
      const tone = value < 0 ? 'down' : 'up';
      return `<td style="background:color-mix(in srgb, var(--${tone}) ${share}%, transparent)">${shortPercent(value)}</td>`;
    }),
    `<td class="total">${shortPercent(returnPct)}</td>`,
    ...(benchmarkName === null ? [] : [`<td class="other">${shortPercent(benchmarkPct)}</td>`]),
  ]);
  const head = ['', ...MONTHS, 'Year', ...(benchmarkName === null ? [] : ['Bench.'])];
  return `<section class="months"><h2>Monthly returns, %</h2>${drawTable(head, rows)}</section>`;
}

/** The deepest falls. */
export function drawDrawdowns({ drawdowns }: TearSheet): string {
  if (drawdowns.length === 0) return '';
  const rows = drawdowns.map(({ depthPct, peakTime, troughTime, recoveryTime, lengthMs }) => [
    `${toldNumber(depthPct, 2)} %`,
    dayCell(peakTime),
    dayCell(troughTime),
    recoveryTime === null ? 'not yet' : dayCell(recoveryTime),
    duration(lengthMs),
  ]);
  return `<section><h2>Deepest drawdowns</h2>${drawTable(['Depth', 'Peak', 'Trough', 'Recovered', 'Length'], rows)}</section>`;
}

/** Returns to date and of trailing periods. */
export function drawTrailing({ trailing, benchmarkName }: TearSheet): string {
  if (trailing.length === 0) return '';
  const rows = trailing.map(({ label, returnPct, benchmarkPct, isAnnualized }) => [
    `${escapeHtml(label)}${isAnnualized ? ' <span style="color:var(--muted)">a year</span>' : ''}`,
    `${toldNumber(returnPct, 2)} %`,
    ...(benchmarkName === null
      ? []
      : [`<td class="other">${benchmarkPct === null ? '' : `${toldNumber(benchmarkPct, 2)} %`}</td>`]),
  ]);
  return `<section><h2>Returns to date</h2>${drawTable(['', 'run', ...(benchmarkName === null ? [] : ['benchmark'])], rows)}</section>`;
}

/** What became of the run in known crises. */
export function drawStress({ stress, benchmarkName }: TearSheet): string {
  if (stress.length === 0) return '';
  const rows = stress.map(({ name, from, to, returnPct, benchmarkPct, maxDrawdownPct }) => [
    `<td title="${dateText(from)} to ${dateText(to)}">${escapeHtml(name)}</td>`,
    `${toldNumber(returnPct, 1)} %`,
    ...(benchmarkName === null
      ? []
      : [`<td class="other">${benchmarkPct === null ? '' : `${toldNumber(benchmarkPct, 1)} %`}</td>`]),
    `${toldNumber(maxDrawdownPct, 1)} %`,
  ]);
  const head = ['', 'run', ...(benchmarkName === null ? [] : ['benchmark']), 'drawdown'];
  return `<section><h2>Through crises</h2>${drawTable(head, rows)}</section>`;
}

/** What each side, symbol, year, … added; at most 40 rows each, the smallest left out. */
export function drawAttribution({ attribution }: TearSheet): string {
  const blocks = attribution.map(({ by, rows }) => {
    const shown =
      rows.length <= 40 ? rows : [...rows].sort((a, b) => Math.abs(b.pnl) - Math.abs(a.pnl)).slice(0, 40);
    const cells = shown.map(({ name, trades, pnl, contributionPct, winRatePct }) => [
      escapeHtml(name),
      toldNumber(trades, 0),
      `<td class="${pnl < 0 ? 'down-text' : 'up-text'}">${toldNumber(pnl, 2)}</td>`,
      `${toldNumber(contributionPct, 2)} %`,
      winRatePct === null ? '–' : `${toldNumber(winRatePct, 0)} %`,
    ]);
    const left = rows.length - shown.length;
    return `<section><h2>Profit by ${escapeHtml(by)}</h2>${drawTable(['', 'Trades', 'Profit', 'Of cash', 'Won'], cells)}${left > 0 ? `<p class="legend">${left} more with less.</p>` : ''}</section>`;
  });
  return blocks.length === 0 ? '' : `<div class="row columns">${blocks.join('')}</div>`;
}

/** What factors explain. */
export function drawFactors({ factors }: TearSheet): string {
  if (!factors) return '';
  const rows = [
    ['Alpha', '', `${toldNumber(factors.annualAlpha * 100, 2)} %`, tValue(factors.alphaTStatistic)],
    ...factors.exposures.map(({ name, beta, annualContribution, tStatistic }) => [
      escapeHtml(name),
      toldNumber(beta, 3),
      `${toldNumber(annualContribution * 100, 2)} %`,
      tValue(tStatistic),
    ]),
  ];
  return `<section><h2>Factors, R² ${toldNumber(factors.rSquared, 2)} of ${factors.observations} periods</h2>${drawTable(['', 'Beta', 'Added a year', 't'], rows)}</section>`;
}

/** What every figure shown means, for paper. */
export function drawDefinitions(sections: readonly TearSheetSection[]): string {
  const shown = new Set(sections.flatMap(({ figures }) => figures.map(({ id }) => id)));
  const items = (Object.keys(FIGURES) as (keyof typeof FIGURES)[])
    .filter((id) => shown.has(id))
    .map((id) => {
      const { label, definition } = figureDefinition(id);
      return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(definition)}.</dd></div>`;
    })
    .join('');
  return `<section class="definitions"><h2>What the figures mean</h2><dl>${items}</dl></section>`;
}

/** The day, with the time of it for who points at it. */
function dayCell(time: number): string {
  const text = dateText(time);
  return text.length === 10 ? text : `<td title="${text}">${text.slice(0, 10)}</td>`;
}

function tValue(value: number | null): string {
  return value === null ? '–' : toldNumber(value, 1);
}
