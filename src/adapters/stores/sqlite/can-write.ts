import { accessSync, constants } from 'node:fs';

/** True when this process may write the file or folder; false also when it is not there. */
export function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
