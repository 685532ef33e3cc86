import { normalize, sep } from 'node:path';

/** The file a URL of ours names, or undefined when it is another host's or climbs out of the folder. */
export function pageFile(folder: string, url: string): string | undefined {
  const { host, pathname } = new URL(url);
  if (host !== 'octopus') return undefined;
  try {
    const name = pathname === '/' ? '/index.html' : decodeURIComponent(pathname);
    const path = normalize(folder + sep + name);
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : undefined;
  } catch {
    return undefined;
  }
}
