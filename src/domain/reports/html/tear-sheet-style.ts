/** The style sheet of a tear sheet: both colour schemes by the reader's preference, ink on white when printed on A4. */
export const TEAR_SHEET_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --panel: #f6f8fa; --line: #dfe5ec; --text: #17202c; --muted: #5d6979;
  --own: #1665cb; --other: #96a0ad; --up: #0a7752; --down: #c22f41; --model: #6a4bd8; --warning: #8a5a00; --warning-ground: #fdf6e3; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #0f131a; --panel: #171c25; --line: #29313e; --text: #d9e0ea;
  --muted: #8792a2; --own: #5aa9ff; --other: #6d7889; --up: #2ebd8b; --down: #f05f6d; --model: #a58bff; --warning: #e8b04b;
  --warning-ground: #221d12; } }
* { box-sizing: border-box; }
html { background: var(--ground); }
body { margin: 0 auto; padding: 32px 28px 48px; max-width: 1080px; background: var(--ground); color: var(--text);
  font: 13px/1.45 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 24px; border-bottom: 2px solid var(--text); padding-bottom: 12px; }
h1 { margin: 0; font-size: 24px; line-height: 1.2; letter-spacing: -0.01em; font-weight: 650; }
h2 { margin: 0 0 8px; font-size: 11.5px; letter-spacing: 0.05em; text-transform: uppercase; color: var(--muted); font-weight: 600; }
header p { margin: 4px 0 0; color: var(--muted); }
header .right { text-align: right; white-space: nowrap; }
section, .block { margin-top: 26px; break-inside: avoid; }
.verdict { display: flex; gap: 18px; margin: 16px 0 0; padding: 12px 16px; border: 1px solid var(--line); border-left: 3px solid var(--muted); border-radius: 2px; }
.verdict b { min-width: 116px; font-size: 16px; text-transform: capitalize; } .verdict ul { margin: 0; padding-left: 16px; } .verdict p { margin: 3px 0 0; color: var(--muted); }
.verdict.convincing { border-left-color: var(--up); } .verdict.convincing b { color: var(--up); } .verdict.doubtful { border-left-color: var(--warning); } .verdict.doubtful b { color: var(--warning); }
.verdict.unconvincing, .verdict.invalid { border-left-color: var(--down); } .verdict.unconvincing b, .verdict.invalid b { color: var(--down); }
.warnings { margin: 16px 0 0; padding: 10px 16px 10px 32px; background: var(--warning-ground); border-left: 3px solid var(--warning); border-radius: 2px; }
.warnings li { margin: 2px 0; } .warnings li.warning::marker { color: var(--warning); } .warnings li.warning { font-weight: 550; }
.warnings li.notice { color: var(--muted); }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1px; margin-top: 18px; background: var(--line); border: 1px solid var(--line); }
.tiles > div { background: var(--ground); padding: 10px 12px; }
.tiles b { display: block; font-size: 20px; font-weight: 620; letter-spacing: -0.01em; white-space: nowrap; }
.tiles span, .tiles small { display: block; color: var(--muted); font-size: 11.5px; white-space: nowrap; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 26px 28px; align-items: start; }
.two > section, .two > .block { margin-top: 0; min-width: 0; }
.two > .block > section:first-child { margin-top: 0; }
.row { margin-top: 26px; }
.columns { columns: 2; column-gap: 28px; } .columns > section { margin: 0 0 22px; }
table { width: 100%; border-collapse: collapse; }
th { font-weight: 550; color: var(--muted); font-size: 11.5px; text-align: right; padding: 2px 6px 4px; border-bottom: 1px solid var(--line); }
td { text-align: right; padding: 2.5px 6px; border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
td[title], .tiles [title] { cursor: help; }
td.other, .tiles small { color: var(--muted); }
.months td, .months th { text-align: center; padding: 3px 2px; font-size: 11.5px; }
.months td:first-child, .months th:first-child { text-align: left; }
.months td.total { font-weight: 620; }
.up-text { color: var(--up); } .down-text { color: var(--down); }
svg { display: block; width: 100%; height: auto; overflow: visible; }
.grid { stroke: var(--line); stroke-width: 0.7; } .grid.faint { stroke-opacity: 0.55; } .rule { stroke: var(--muted); stroke-width: 0.8; }
.tick { fill: var(--muted); font-size: 10.5px; } .tick.name { font-size: 10.5px; }
.line { fill: none; stroke-width: 1.35; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.line.own { stroke: var(--own); } .line.other { stroke: var(--other); stroke-width: 1.1; } .line.down { stroke: var(--down); stroke-width: 1; } .line.model { stroke: var(--model); stroke-width: 1; }
.area { stroke: none; fill-opacity: 0.16; } .area.own { fill: var(--own); } .area.down { fill: var(--down); } .area.model { fill: var(--model); }
.bar.up { fill: var(--up); } .bar.down { fill: var(--down); } .bar.own { fill: var(--own); } .bar.other { fill: var(--other); }
.bar.up, .bar.down { fill-opacity: 0.8; } .dot { fill-opacity: 0.55; } .dot.up { fill: var(--up); } .dot.down { fill: var(--down); }
.legend { margin: -4px 0 4px; color: var(--muted); font-size: 11.5px; }
.key { display: inline-block; width: 14px; height: 3px; margin: 0 5px 3px 0; vertical-align: middle; } .key:not(:first-child) { margin-left: 12px; }
.key.own { background: var(--own); } .key.other { background: var(--other); } .key.down { background: var(--down); } .key.model { background: var(--model); }
.definitions dl { columns: 2; column-gap: 28px; margin: 0; font-size: 11px; line-height: 1.4; }
.definitions div { break-inside: avoid; margin-bottom: 5px; }
.definitions dt { font-weight: 600; display: inline; } .definitions dd { display: inline; margin: 0 0 0 4px; color: var(--muted); }
footer { margin-top: 28px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--muted); font-size: 11px; overflow-wrap: anywhere; }
@media screen and (max-width: 760px) { body { padding: 20px 14px; } .two { grid-template-columns: 1fr; } .columns { columns: 1; } .tiles { grid-template-columns: repeat(3, 1fr); }
  .months { overflow-x: auto; } .definitions dl { columns: 1; } header { display: block; } header .right { text-align: left; } }
@page { size: A4; margin: 13mm 12mm; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5px; } h1 { font-size: 19px; } .tiles b { font-size: 15px; }
  section, .block, .row { margin-top: 16px; } .two { gap: 16px 20px; } .two > section, .two > .block { margin-top: 0; }
  h2, th, .legend, .tiles span, .tiles small, .months td, .months th { font-size: 9.5px; } td { padding: 1.6px 5px; }
  h2 { break-after: avoid; } .definitions { break-before: auto; break-inside: auto; } .definitions dl { font-size: 8px; columns: 3; } footer { font-size: 8.5px; } }
`;
