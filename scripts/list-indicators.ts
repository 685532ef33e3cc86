import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INDICATORS } from '../src/domain/indicators/catalog.ts';
import { INDICATOR_GROUPS, type IndicatorDefinition } from '../src/domain/indicators/indicator.ts';

// Writes the tables of docs/concepts/indicators.md anew, below its marker; a test refuses a page that is out of date.
const PAGE = new URL('../docs/concepts/indicators.md', import.meta.url);
export const MARKER = '<!-- written by scripts/list-indicators.ts -->';

/** The page's tables: every indicator by kind with its names, parameters with defaults, and outputs. */
export function indicatorTables(): string {
  const sections = INDICATOR_GROUPS.map((group) => {
    const members = INDICATORS.filter((definition) => definition.group === group);
    const rows = members.map(tableRow).join('\n');
    return `### ${group} (${members.length})\n\n| indicator | short names | parameters | outputs |\n|---|---|---|---|\n${rows}\n`;
  });
  return `${INDICATORS.length} indicators.\n\n${sections.join('\n')}`;
}

function tableRow({ slug, aliases, parameters, outputs }: IndicatorDefinition): string {
  const cells = [
    `\`${slug}\``,
    aliases.join(', '),
    parameters.map((parameter) => `${parameter.name} ${parameter.default}`).join(', '),
    outputs.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

if (import.meta.main) {
  const { readFileSync } = await import('node:fs');
  const [head] = readFileSync(PAGE, 'utf8').split(MARKER);
  writeFileSync(fileURLToPath(PAGE), `${head}${MARKER}\n\n${indicatorTables()}`);
}
