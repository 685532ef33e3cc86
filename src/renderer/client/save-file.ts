import { formatBytes } from '../format/number.ts';
import { desktopBridge } from './open-channels.ts';

/** How long a browser may take to fetch what it was given, ms. */
const FETCHED_WITHIN_MS = 10_000;

/** Gives a file to the person and says where it is, as far as the page may know. */
export function saveFile(name: string, file: Blob): string {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), FETCHED_WITHIN_MS);
  const place = desktopBridge() === undefined ? 'in the downloads of this browser' : 'where you chose';
  return `${name}, ${formatBytes(file.size)}, ${place}`;
}
