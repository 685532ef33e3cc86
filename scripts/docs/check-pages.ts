import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface PageFault {
  /** The page, from the repository's root. */
  readonly page: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface PageCheck {
  readonly pages: number;
  readonly faults: readonly PageFault[];
}

/** Where pages are, besides the root itself. */
const FOLDERS = ['docs', 'resources', 'scripts', 'src', 'test'];
const INDEX = 'docs/README.md';
const LINK = /\]\(([^()\s]+)\)/g;
/** A file of the repository in code type; `your-…` stands for one a reader is to write. */
const NAMED_FILE = /`((?:docs|resources|scripts|src|test)\/[\w./-]+\.\w+)`/g;
const INVENTED = /(^|\/)your-/;

/**
 * Looks through every Markdown page below a folder: relative links and headings they point at are there, files named in
 * code type exist, and the pages of `docs` are listed in its README.
 */
export function checkPages(folder: string): PageCheck {
  const root = resolve(folder);
  const pages = [...pagesIn(root, false), ...FOLDERS.flatMap((name) => pagesIn(join(root, name), true))];
  const listed = new Set<string>();
  const faults = pages.flatMap((path) => {
    const page = relative(root, path);
    return linesOf(path).flatMap((text, i): PageFault[] => {
      const fault = (message: string): PageFault => ({ page, line: i + 1, message });
      const links = [...text.matchAll(LINK)].flatMap(([, link]) => {
        if (link === undefined || /^[a-z]+:/.test(link)) return [];
        const [file = '', heading] = link.split('#');
        const target = file === '' ? path : resolve(dirname(path), decodeURI(file));
        if (page === INDEX) listed.add(target);
        if (!existsSync(target)) return [fault(`${link} leads nowhere; mend the link`)];
        if (heading === undefined || !target.endsWith('.md') || headingsOf(target).has(heading)) return [];
        return [fault(`${relative(root, target)} has no heading #${heading}; mend the link`)];
      });
      const files = [...text.matchAll(NAMED_FILE)].flatMap(([, file]) =>
        file === undefined || INVENTED.test(file) || existsSync(join(root, file))
          ? []
          : [fault(`there is no ${file}; name the file that took its place`)],
      );
      return [...links, ...files];
    });
  });
  const unlisted = pagesIn(join(root, 'docs'), true)
    .filter((path) => relative(root, path) !== INDEX && !listed.has(path))
    .map((path) => ({ page: relative(root, path), line: 1, message: `is not listed in ${INDEX}; add it` }));
  return { pages: pages.length, faults: [...faults, ...unlisted] };
}

function pagesIn(folder: string, isDeep: boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: isDeep })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Lines of a page; those of code blocks are empty. */
function linesOf(path: string): string[] {
  let isCode = false;
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      const isFence = line.trimStart().startsWith('```');
      if (isFence) isCode = !isCode;
      return isFence || isCode ? '' : line;
    });
}

/** Headings of a page, spelled as links spell them. */
function headingsOf(path: string): Set<string> {
  return new Set(
    linesOf(path).flatMap((line) => {
      const heading = /^#+ (.+)$/.exec(line)?.[1];
      if (heading === undefined) return [];
      const kept = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
      return [kept.trim().replace(/\s/g, '-')];
    }),
  );
}
