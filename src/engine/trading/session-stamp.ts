import type { AccountPlace } from '../agent/roles.ts';
import type { JournalEntry } from '../journal/record-kinds.ts';

/** What a record says of the session it belongs to; nothing outside one. */
export function sessionStamp({ session }: AccountPlace): Pick<JournalEntry, 'session'> {
  return session ? { session: { id: session.id, cursor: session.cursor() } } : {};
}
