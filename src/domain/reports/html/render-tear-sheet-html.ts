import { toldNumber } from '../../values/told-number.ts';
import type { TearSheet } from '../tear-sheet.ts';
import { drawExcursions, drawHistogram, drawPairs } from './bar-charts.ts';
import { dateText, escapeHtml } from './format-figure.ts';
import { type ChartLine, drawLegend, drawLineChart, type LineChart } from './line-chart.ts';
import {
  drawAttribution,
  drawDefinitions,
  drawDrawdowns,
  drawFactors,
  drawFigures,
  drawMonths,
  drawStress,
  drawTiles,
  drawTrailing,
} from './tables.ts';
import { TEAR_SHEET_STYLE } from './tear-sheet-style.ts';

const WHOLE = 1024;
const HALF = 498;

/**
 * A tear sheet as one HTML file that needs nothing else: style and drawings within, no script, no address. It follows
 * the reader's colour scheme and prints on A4. The same sheet gives the same text.
 */
export function renderTearSheetHtml(sheet: TearSheet): string {
  const sections = Object.fromEntries(sheet.sections.map((section) => [section.title, section]));
  const figures = (title: string): string => (sections[title] ? drawFigures(sections[title]) : '');
  const pair = (...blocks: string[]): string => {
    const filled = blocks.filter((block) => block !== '');
    return filled.length === 0 ? '' : `<div class="row two">${filled.join('')}</div>`;
  };
  const block = (content: string): string => (content === '' ? '' : `<div class="block">${content}</div>`);
  const parts = [
    drawHeader(sheet),
    drawVerdict(sheet),
    drawWarnings(sheet),
    drawTiles(sheet.headline, sheet.trialCount),
    drawCurves(sheet),
    drawMonths(sheet.years, sheet.benchmarkName),
    pair(figures('Return'), figures('Risk')),
    pair(figures('Return for risk'), figures('Against the benchmark')),
    pair(drawYears(sheet), drawTradeReturns(sheet)),
    pair(...drawRolling(sheet), drawReturns(sheet)),
    pair(drawDrawdowns(sheet), drawTrailing(sheet)),
    pair(
      block(figures('Distribution of returns') + figures('Skill or luck')),
      block(drawStress(sheet) + drawFactors(sheet)),
    ),
    pair(figures('Trades'), block(figures('Exposure, turnover and costs') + drawTradeExcursions(sheet))),
    drawAttribution(sheet),
    drawDefinitions(sheet.sections),
    drawFooter(sheet),
  ];
  const title = escapeHtml(`${sheet.name} · tear sheet`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${TEAR_SHEET_STYLE}</style></head>
<body>
${parts.filter((part) => part !== '').join('\n')}
</body></html>
`;
}

function drawHeader(sheet: TearSheet): string {
  const parameters = Object.entries(sheet.parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const symbols = sheet.symbols.length <= 6 ? sheet.symbols.join(', ') : `${sheet.symbols.length} symbols`;
  const money = `${toldNumber(sheet.cash, 0)}${sheet.currency === null ? '' : ` ${sheet.currency}`}`;
  return `<header><div><h1>${escapeHtml(sheet.name)}</h1><p>${escapeHtml(
    [symbols, sheet.timeframe, `${sheet.strategy}${parameters === '' ? '' : ` (${parameters})`}`].join(' · '),
  )}</p></div><div class="right"><p>${dateText(sheet.startTime)} to ${dateText(sheet.endTime)}</p><p>${toldNumber(
    sheet.bars,
    0,
  )} bars · cash ${escapeHtml(money)} · commission ${toldNumber(sheet.commission * 100, 3)} %</p></div></header>`;
}

function drawVerdict({ verdict }: TearSheet): string {
  if (!verdict) return '';
  const reasons = verdict.reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join('');
  const end = verdict.sentence.lastIndexOf('. ', verdict.sentence.length - 2);
  const closing = end < 0 ? verdict.sentence : verdict.sentence.slice(end + 2);
  return `<div class="verdict ${verdict.verdict}"><b>${verdict.verdict}</b><div>${
    reasons === '' ? '' : `<ul>${reasons}</ul>`
  }<p>${escapeHtml(reasons === '' ? verdict.sentence : closing)}</p></div></div>`;
}

function drawWarnings({ warnings }: TearSheet): string {
  if (warnings.length === 0) return '';
  const items = warnings
    .map(({ severity, text }) => `<li class="${severity}">${escapeHtml(text)}</li>`)
    .join('');
  return `<ul class="warnings">${items}</ul>`;
}

function drawCurves({ curve, benchmarkName }: TearSheet): string {
  const { time, equity, benchmark, drawdownPct, exposurePct } = curve;
  const lines: ChartLine[] = [
    { name: 'account', values: equity, tone: 'own' },
    ...(benchmark && benchmarkName !== null
      ? [{ name: benchmarkName, values: benchmark, tone: 'other' as const }]
      : []),
  ];
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const isLogarithmic = low > 0 && high / low > 3;
  const whole = (chart: Omit<LineChart, 'time' | 'width'>): string =>
    drawLineChart({ time, width: WHOLE, ...chart });
  const account = whole({ label: 'Account', lines, height: 290, isLogarithmic, format: shortMoney });
  if (account === '') return '';
  const under = whole({
    label: 'Below the last peak',
    lines: [{ name: 'drawdown', values: drawdownPct, tone: 'down', isFilled: true }],
    height: 120,
    format: wholePercent,
  });
  const exposed = whole({
    label: 'Exposure',
    lines: [{ name: 'exposure', values: exposurePct, tone: 'model', isFilled: true }],
    height: 90,
    format: wholePercent,
  });
  return `<section><h2>Account${isLogarithmic ? ', logarithmic' : ''}</h2>${drawLegend(lines)}${account}</section>
<section><h2>Below the last peak</h2>${under}</section>
<section><h2>Exposure, long above and short below zero</h2>${exposed}</section>`;
}

function drawRolling({ rolling, benchmarkName }: TearSheet): string[] {
  if (!rolling) return [];
  const { time, window, sharpe, volatilityPct, beta } = rolling;
  const half = (
    title: string,
    values: readonly (number | null)[],
    format: LineChart['format'],
    rule?: number,
  ) => {
    const chart = drawLineChart({
      label: title,
      time,
      lines: [{ name: title, values, tone: 'own' }],
      width: HALF,
      height: 150,
      format,
      ...(rule === undefined ? {} : { rule }),
    });
    return chart === '' ? '' : `<section><h2>${title}, ${window} periods</h2>${chart}</section>`;
  };
  return [
    half('Rolling Sharpe ratio', sharpe, (value) => toldNumber(value, 1), 0),
    half('Rolling volatility', volatilityPct, wholePercent),
    beta && benchmarkName !== null ? half('Rolling beta', beta, (value) => toldNumber(value, 1), 0) : '',
  ];
}

function drawYears({ years, benchmarkName }: TearSheet): string {
  if (years.length < 2) return '';
  const rows = years.map(({ year, returnPct, benchmarkPct }) => ({
    name: years.length > 12 ? `’${String(year).slice(2)}` : String(year),
    own: returnPct,
    other: benchmarkName === null ? null : benchmarkPct,
  }));
  const legend = drawLegend([
    { name: 'run', tone: 'own' },
    ...(benchmarkName === null ? [] : [{ name: benchmarkName, tone: 'other' as const }]),
  ]);
  return `<section><h2>Calendar years</h2>${legend}${drawPairs(rows, { width: HALF, height: 220, axis: '' })}</section>`;
}

function drawReturns({ returnHistogram }: TearSheet): string {
  if (!returnHistogram) return '';
  const frame = { width: HALF, height: 150, axis: 'return of a period, %' };
  return `<section><h2>Period returns</h2>${drawHistogram(returnHistogram, frame)}</section>`;
}

function drawTradeReturns({ tradeHistogram }: TearSheet): string {
  if (!tradeHistogram) return '';
  const frame = { width: HALF, height: 238, axis: 'return of a trade, %' };
  return `<section><h2>Trade returns</h2>${drawHistogram(tradeHistogram, frame)}</section>`;
}

function drawTradeExcursions({ trades }: TearSheet): string {
  const scatter = (title: string, excursion: 'maePct' | 'mfePct', axis: string): string => {
    const chart = drawExcursions(trades, excursion, { width: HALF, height: 165, axis });
    return chart === '' ? '' : `<section><h2>${title}</h2>${chart}</section>`;
  };
  return (
    scatter('Return by worst excursion (MAE)', 'maePct', 'furthest against the trade, %') +
    scatter('Return by best excursion (MFE)', 'mfePct', 'furthest for the trade, %')
  );
}

function drawFooter({ orderListHash, engineVersion, periodsPerYear }: TearSheet): string {
  return `<footer>Figures of periods use ${periodsPerYear} a year. Past prices, simulated orders: not a promise. Made by Octopus, engine ${escapeHtml(
    engineVersion,
  )}; order list ${escapeHtml(orderListHash)}.</footer>`;
}

function wholePercent(value: number): string {
  return `${toldNumber(value, 0)} %`;
}

function shortMoney(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${toldNumber(value / 1e9, 1)}b`;
  if (size >= 1e6) return `${toldNumber(value / 1e6, 1)}m`;
  if (size >= 1e3) return `${toldNumber(value / 1e3, size < 1e4 && value % 1000 !== 0 ? 1 : 0)}k`;
  return toldNumber(value, size < 10 ? 2 : 0);
}
