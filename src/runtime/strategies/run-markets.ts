import { OctopusError } from '#contract/errors';
import type { JournalStore } from '#engine/ports/journal-store';
import type { ReplaySession } from '#engine/session/replay-session';
import type { LiveAccount } from '#engine/trading/live-account';
import type { AccountKeeper } from '../accounts/account-keeper.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import { REPLAY } from './make-strategy-run.ts';

/** Name by which the account of the open replay can be meant, whichever that is. */
const THE_REPLAY = 'replay';

/** Why runs on a replay are over after a restart. */
export const STARTED_AGAIN =
  'Octopus was started again: a strategy on a replay does not go on by itself; start it once more';

/** The open replay when its account is meant: by name, or as `replay` while no account is called so. */
export function findRunSession(
  name: string,
  {
    accounts,
    sessions,
  }: { readonly accounts: AccountKeeper; readonly sessions: Pick<SessionKeeper, 'current'> },
): ReplaySession | undefined {
  const session = sessions.current;
  if (name === session?.account) return session;
  if (name !== THE_REPLAY || accounts.findOpen(name)) return undefined;
  if (session) return session;
  throw new OctopusError(
    'NOT_FOUND',
    'no replay is open whose account a strategy could trade: start one first',
  );
}

/** Throws for a symbol that the replay does not play, and when nothing more will happen in it. */
export function requireTradable(session: ReplaySession, symbols: readonly string[]): void {
  const { symbols: played, state } = session.state();
  const stranger = symbols.find((symbol) => !played.includes(symbol));
  if (stranger !== undefined)
    throw new OctopusError(
      'UNKNOWN_SYMBOL',
      `${stranger} is not part of ${session.id}: it plays ${played.join(', ')}`,
    );
  if (state === 'finished')
    throw new OctopusError('BAD_REQUEST', `${session.id} has reached its end; start another replay first`);
}

/** Throws for a market that is played again or made up: a broker is sent no order in it. */
export function requireOwnMarket(symbols: readonly string[], account: LiveAccount): void {
  const { broker } = account.book.accountRow();
  const stranger = symbols.find((symbol) => symbol.startsWith(REPLAY) || symbol.startsWith('SIM:'));
  if (broker !== 'paper' && stranger !== undefined)
    throw new OctopusError(
      'BAD_REQUEST',
      `${account.account} is an account at ${broker}: ${stranger} is no market of theirs; take a paper account`,
    );
}

/** Whether an account is that of a replay, open or long gone. */
export function isOfReplay(store: Pick<JournalStore, 'account'>, account: string): boolean {
  return store.account(account)?.environment === 'simulated';
}

/** Why strategies on a replay are over, or undefined while they go on. */
export function whyReplayEnded(session: ReplaySession, open: ReplaySession | undefined): string | undefined {
  if (open !== undefined && open.id !== session.id) return `${open.id} has taken the place of ${session.id}`;
  if (session.isClosed)
    return `${session.id} was opened anew where its journal ends; start the strategy once more`;
  const { state, endDate } = session.state();
  if (state !== 'finished') return undefined;
  return `${session.id} has reached its end, ${new Date(endDate).toISOString().slice(0, 10)}`;
}
