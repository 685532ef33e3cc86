import { basename } from 'node:path';
import { OctopusError } from '#contract/errors';

/** What keeps a file from being read, as an OctopusError FILE_UNREADABLE that says what to do. */
export function fileProblem(path: string, error: unknown, isPacked: boolean): OctopusError {
  return new OctopusError('FILE_UNREADABLE', `${basename(path)} ${reasonOf(path, error, isPacked)}`, {
    file: path,
  });
}

function reasonOf(path: string, error: unknown, isPacked: boolean): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT') return `is not there${basename(path) === path ? '' : ` (${path})`}; check the path`;
  if (code === 'EISDIR') return 'is a folder; give the path of a file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user; change its permissions';
  if (code === 'ERR_FS_FILE_TOO_LARGE') return 'is too large; split it by year';
  if (isPacked && code.startsWith('Z_')) return 'is a damaged gzip file; fetch or pack it again';
  return `could not be read (${code}); check the disk`;
}
