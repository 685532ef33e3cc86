import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { Age, Countdown } from '../../components/age.tsx';
import { Badge, Dot, type Tone } from '../../components/badge.tsx';
import { formatAmount } from '../../format/money.ts';
import { formatPercent, NO_VALUE } from '../../format/number.ts';
import { formatClock } from '../../format/time.ts';
import { marginText } from './margin-text.ts';

type Connection = NonNullable<AccountView['connection']>;
type Downtime = NonNullable<Extract<Connection, { kind: 'ready' }>['downtime']>;

const CONNECTIONS: Readonly<Record<Connection['kind'], { readonly word: string; readonly tone: Tone }>> = {
  connecting: { word: 'connecting', tone: 'muted' },
  ready: { word: 'ready', tone: 'good' },
  waiting: { word: 'waiting', tone: 'warning' },
  'needs-login': { word: 'needs you', tone: 'alarm' },
  closed: { word: 'closed', tone: 'muted' },
};

const STATES: Readonly<
  Record<AccountView['tradingState'], { readonly word: string; readonly tone: Tone; readonly title: string }>
> = {
  active: { word: 'trading', tone: 'good', title: 'Orders are sent' },
  reducing: { word: 'reduce only', tone: 'warning', title: 'Only orders towards flat are sent' },
  halted: { word: 'halted', tone: 'alarm', title: 'No order is sent' },
};

/** Whether orders of an account are sent, in a word: nobody stopped one that is held back, yet it opens nothing. */
export function TradingStateBadge({ account }: { readonly account: AccountView }): ReactNode {
  const { tradingState, whyClosed } = account;
  const { word, tone, title } =
    tradingState === 'active' && whyClosed !== null
      ? {
          word: 'held back',
          tone: 'warning' as const,
          title: `Nothing that opens risk is sent: ${whyClosed}`,
        }
      : STATES[tradingState];
  return (
    <Badge tone={tone} title={title}>
      {word}
    </Badge>
  );
}

/** The line to the broker in a few words, with since when, or until when. */
export function ConnectionText({ account }: { readonly account: AccountView }): ReactNode {
  const { connection } = account;
  if (connection === null)
    return (
      <span className="muted" title="A venue within the program: it is always there">
        within the program
      </span>
    );
  const { word, tone } = CONNECTIONS[connection.kind];
  const downtime = currentDowntime(connection);
  if (downtime)
    return (
      <span className="connection-text" title={connectionSentence(connection)}>
        <Dot tone="muted" />
        down
        <span className="muted">until {clock(downtime.end)}</span>
      </span>
    );
  return (
    <span className="connection-text" title={connectionSentence(connection)}>
      {tone === 'alarm' ? <Badge tone="alarm">{word}</Badge> : <Dot tone={tone} />}
      {tone !== 'alarm' && word}
      <span className="muted">
        {connection.kind === 'ready' && (
          <>
            for <Age time={connection.sinceTime} since="since " />
          </>
        )}
        {connection.kind === 'waiting' && <Countdown time={connection.retryTime} />}
        {connection.kind === 'connecting' && connection.attempt > 1 && `attempt ${connection.attempt}`}
      </span>
    </span>
  );
}

/** The planned downtime that the line is away for; undefined when it is not, or away for another reason. */
export function currentDowntime(connection: Connection): Downtime | undefined {
  return connection.kind === 'waiting' ? connection.downtime : undefined;
}

/** `nightly reset 00:15 to 01:45 New York`. */
export function downtimeText({ name, start, end }: Downtime): string {
  return `${name} ${clock(start)} to ${clock(end)} New York`;
}

/** As a sentence begins. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `15:42`. */
function clock(time: number): string {
  return formatClock(time).slice(0, -3);
}

/** The share of an account's equity that its exposure takes; its type where nothing is lent. */
export function MarginCell({ account }: { readonly account: AccountView }): ReactNode {
  const { type, margin } = account;
  if (type !== 'margin' || margin === null)
    return <span className="muted">{type === null ? NO_VALUE : type}</span>;
  const { usePct, interestPaid, borrowFeesPaid } = margin;
  const paid = `Interest paid ${formatAmount(interestPaid)}, borrow fees ${formatAmount(borrowFeesPaid)}`;
  return (
    <span
      className={usePct === null || usePct > 80 ? 'warning' : ''}
      title={`${marginText(account)}. ${paid}`}
    >
      {usePct === null ? 'no equity' : formatPercent(usePct)}
    </span>
  );
}

/** What the line to the broker is at, and what a person has to do about it. */
export function connectionSentence(connection: Connection): string {
  switch (connection.kind) {
    case 'connecting':
      return connection.attempt > 1 ? `Connecting, attempt ${connection.attempt}` : 'Connecting';
    case 'ready':
      return connection.note ? `Ready: ${connection.note}` : 'Ready';
    case 'waiting':
      return connection.downtime
        ? `Down by plan: ${downtimeText(connection.downtime)}. It is tried again by itself`
        : `${sentence(connection.reason)}. It is tried again at ${formatClock(connection.retryTime)} New York`;
    case 'needs-login':
      return `You have to do something first: ${connection.reason}`;
    case 'closed':
      return `Closed: ${connection.reason}`;
  }
}

/** What a person has to decide about an account, as a count; zero when nothing is open. */
export function openQuestions({ reconciliation }: AccountView): number {
  if (reconciliation === null) return 0;
  const { unknown, external, differences } = reconciliation;
  return unknown.length + external.length + differences.length;
}
