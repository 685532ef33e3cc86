/** Rules of one `robots.txt` for one reader. */
interface Rule {
  readonly isAllowed: boolean;
  readonly pattern: string;
}

/**
 * Whether the text of a `robots.txt` lets a reader have a path, by RFC 9309: the group that names the reader, else that
 * of everyone; in it the longest pattern that fits, and of two as long the one that allows. `reader` is in lower case.
 */
export function isPathAllowed(robots: string, reader: string, path: string): boolean {
  const groups = groupsOf(robots);
  const named = groups.filter(({ readers }) => readers.some((one) => one !== '*' && reader.startsWith(one)));
  const chosen = named.length > 0 ? named : groups.filter(({ readers }) => readers.includes('*'));
  const fitting = chosen.flatMap(({ rules }) => rules).filter(({ pattern }) => fits(pattern, path));
  const longest = fitting.reduce((length, { pattern }) => Math.max(length, pattern.length), -1);
  const deciding = fitting.filter(({ pattern }) => pattern.length === longest);
  return deciding.length === 0 || deciding.some(({ isAllowed }) => isAllowed);
}

function groupsOf(robots: string): { readers: string[]; rules: Rule[] }[] {
  const groups: { readers: string[]; rules: Rule[] }[] = [];
  let isNamingReaders = false;
  for (const line of robots.split(/\r\n?|\n/)) {
    const [, name = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line) ?? [];
    const text = value.trim();
    if (/^user-agent$/i.test(name)) {
      if (!isNamingReaders) groups.push({ readers: [], rules: [] });
      groups.at(-1)!.readers.push(text.toLowerCase());
      isNamingReaders = true;
    } else if (/^(dis)?allow$/i.test(name)) {
      isNamingReaders = false;
      // An empty pattern forbids nothing.
      if (text !== '') groups.at(-1)?.rules.push({ isAllowed: /^allow$/i.test(name), pattern: text });
    }
  }
  return groups;
}

/** `*` stands for anything, `$` at the end for the end. Walks once, whatever the pattern. */
function fits(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const parts = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (index === 0) {
      if (!path.startsWith(part)) return false;
      at = part.length;
    } else if (isLast && isWhole) {
      if (path.length - part.length < at || !path.endsWith(part)) return false;
      at = path.length;
    } else {
      const found = path.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
  }
  return !isWhole || at === path.length;
}
