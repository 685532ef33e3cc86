import { parseSync } from 'vite';

/** What the rules need to know of one source file. */
export interface SourceModule {
  /** Path below src/, with slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly ImportSite[];
  readonly defaultExportLine: number | undefined;
  readonly clockSites: readonly { readonly line: number; readonly what: string }[];
  /** Doc comments that stand above nothing they could tell of. */
  readonly strayDocLines: readonly number[];
}

export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
  /** Whether it is still there when the program runs; type imports are not. */
  readonly isRuntime: boolean;
}

const CLOCK_MEMBERS = [
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
];
/** Behind a doc comment: another one, the end of a block or the file, or an empty line. */
const NOTHING_BELOW = /^\s*(\/\*\*|\}|$)|^[^\S\n]*\n[^\S\n]*\n/;
/** As much of a file as tells what follows. */
const NEXT_LENGTH = 200;
const CLOCK_FUNCTIONS = ['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame'];

/** Parses one file. Throws when it cannot be parsed: what is not read is not checked. */
export function readModule(path: string, text: string): SourceModule {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`src/${path} cannot be parsed: ${errors[0]?.message}`);
  const lineAt = lineFinder(text);
  const imports: ImportSite[] = [];
  const clockSites: { line: number; what: string }[] = [];

  for (const { moduleRequest, entries, start } of module.staticImports) {
    const isTyped = entries.length > 0 && entries.every((entry) => entry.isType);
    imports.push({ specifier: moduleRequest.value, line: lineAt(start), isRuntime: !isTyped });
  }
  for (const { entries, start } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest)
        imports.push({ specifier: moduleRequest.value, line: lineAt(start), isRuntime: !isType });
    }
  }
  walk(program, (node) => {
    const dynamic = dynamicSpecifier(node);
    if (dynamic) imports.push({ ...dynamic, line: lineAt(node.start) });
    const what = clockUse(node);
    if (what) clockSites.push({ line: lineAt(node.start), what });
  });
  const defaultExport = module.staticExports
    .flatMap(({ entries }) => entries)
    .find(({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default');
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    defaultExportLine: defaultExport && lineAt(defaultExport.start),
    clockSites,
    strayDocLines: comments
      .filter(({ type, value, end }) => {
        const next = text.slice(end, end + NEXT_LENGTH);
        return type === 'Block' && value.startsWith('*') && NOTHING_BELOW.test(next);
      })
      .map(({ start }) => lineAt(start)),
  };
}

type SyntaxNode = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

function walk(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (typeof value === 'object' && value !== null && 'type' in value) {
    visit(value as SyntaxNode);
    for (const child of Object.values(value)) if (typeof child === 'object') walk(child, visit);
  }
}

function dynamicSpecifier(node: SyntaxNode): Omit<ImportSite, 'line'> | undefined {
  if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return undefined;
  const source = (node['source'] ?? node['argument']) as { value?: unknown; literal?: { value?: unknown } };
  const value = source.value ?? source.literal?.value;
  return typeof value === 'string'
    ? { specifier: value, isRuntime: node.type === 'ImportExpression' }
    : undefined;
}

/** The name of a clock, timer or random source the node uses, or undefined. */
function clockUse(node: SyntaxNode): string | undefined {
  if (node.type === 'NewExpression') {
    const isNow = nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0;
    return isNow ? 'new Date()' : undefined;
  }
  if (node.type === 'MemberExpression') return CLOCK_MEMBERS.find((member) => nameOf(node) === member);
  if (node.type !== 'CallExpression') return undefined;
  const name = nameOf(node['callee']);
  if (name === 'Date') return 'Date()';
  return CLOCK_FUNCTIONS.find((called) => called === name);
}

/** `Date.now`, `setTimeout`; a leading `globalThis.` is left out. */
function nameOf(value: unknown): string | undefined {
  const node = value as SyntaxNode;
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type !== 'MemberExpression' || node['computed']) return undefined;
  const object = nameOf(node['object']);
  const property = nameOf(node['property']);
  return object === 'globalThis' ? property : `${object}.${property}`;
}

function lineFinder(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}
