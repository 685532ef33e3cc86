import type { Divergence } from '#contract/services/strategy-runs';
import { differingFields } from './differing-fields.ts';
import { isRoundingOf } from './rounding.ts';
import type { TradedEvent, TradedRun } from './traded-run.ts';

type Cause = NonNullable<Divergence['cause']>;

interface Parting {
  readonly a: TradedRun;
  readonly b: TradedRun;
  readonly eventA: TradedEvent | undefined;
  readonly eventB: TradedEvent | undefined;
  /** Time of the newest event that both have alike. */
  readonly since: number | undefined;
}

const AMOUNTS = ['quantity', 'limitPrice', 'stopPrice', 'price', 'fee'] as const;

/**
 * The most likely cause of the first difference. What surely makes runs differ comes first: other settings, a person's
 * hand. Then what is seen in the event itself: a rounding. Then what happened before it: a restart, late ticks, other
 * data. What is left at a fill of orders that agree is the model of fills.
 */
export function findCause(parting: Parting): Cause {
  return (
    bySettings(parting) ??
    byPersonsOrder(parting) ??
    byRounding(parting) ??
    byWhatHappened(parting) ??
    byData(parting) ??
    byFillModel(parting) ?? {
      kind: 'unknown',
      evidence: ['settings, data and account look alike, and nothing unusual was recorded before it'],
    }
  );
}

function bySettings({ a, b }: Parting): Cause | undefined {
  const evidence = differences(a.settings, b.settings);
  return evidence.length > 0 ? { kind: 'different-parameters', evidence } : undefined;
}

/** An order of a person on one side stands where the other has none of it. */
function byPersonsOrder({ eventA, eventB }: Parting): Cause | undefined {
  const [byPersonA, byPersonB] = [eventA, eventB].map((event) => event?.origin === 'person');
  if (byPersonA === byPersonB) return undefined;
  const event = byPersonA ? eventA! : eventB!;
  const what = `the ${event.kind} of ${event.quantity} ${event.symbol}`;
  return { kind: 'manual-action', evidence: [`${what} in ${byPersonA ? 'A' : 'B'} is a person's own`] };
}

function byRounding({ eventA, eventB }: Parting): Cause | undefined {
  if (!eventA || !eventB) return undefined;
  const names = differingFields(eventA, eventB);
  if (names.length === 0) return undefined;
  const evidence: string[] = [];
  for (const name of names) {
    const amount = AMOUNTS.find((one) => one === name);
    const [ofA, ofB] = amount ? [eventA[amount], eventB[amount]] : [];
    if (ofA === undefined || ofB === undefined || !isRoundingOf(ofA, ofB, name === 'quantity' ? 0 : 2))
      return undefined;
    evidence.push(`${name} ${ofA} and ${ofB} are one number, rounded`);
  }
  return { kind: 'rounding', evidence };
}

/** The newest of what a person did, a restart and late ticks before the difference. */
function byWhatHappened({ a, b, eventA, eventB, since }: Parting): Cause | undefined {
  const time = Math.min(eventA?.time ?? Number.POSITIVE_INFINITY, eventB?.time ?? Number.POSITIVE_INFINITY);
  // What an event is stamped with may be the close of a bar that something befell.
  const until = Math.max(eventA?.time ?? time, eventB?.time ?? time);
  const happened = [a, b].flatMap((run) => {
    const name = run === a ? 'A' : 'B';
    return [
      ...run.manualActs.map((act) => ({
        kind: 'manual-action' as const,
        time: act.time,
        text: `a person did something in ${name}: ${act.text}`,
      })),
      ...run.restartTimes.map((at) => ({
        kind: 'restart' as const,
        time: at,
        text: `${name} was taken up again after a stop of the engine`,
      })),
      ...run.lateTimes.map((at) => ({
        kind: 'late-data' as const,
        time: at,
        text: `a tick came to ${name} after its bar had closed`,
      })),
    ].filter((one) => one.time <= until);
  });
  const recent = happened.filter((one) => one.time >= (since ?? Number.NEGATIVE_INFINITY));
  // A hand on the account or a restart show at once; a late tick stays in the indicators.
  const lasting = happened.filter(({ kind }) => kind === 'late-data');
  const found = newest(recent) ?? newest(lasting);
  if (!found) return undefined;
  const others = happened.filter(({ kind }) => kind === found.kind).length - 1;
  return {
    kind: found.kind,
    evidence: [
      `${found.text}, ${new Date(found.time).toISOString()}`,
      ...(others > 0 ? [`${others} more of the kind before it`] : []),
    ],
  };
}

function byData({ a, b }: Parting): Cause | undefined {
  if (a.dataHash === undefined || b.dataHash === undefined || a.dataHash === b.dataHash) return undefined;
  return {
    kind: 'different-data',
    evidence: [`A saw data ${a.dataHash.slice(0, 12)}, B ${b.dataHash.slice(0, 12)}`],
  };
}

function byFillModel({ a, b, eventA, eventB }: Parting): Cause | undefined {
  const evidence = differences(a.fillModel, b.fillModel);
  const isOfFills = eventA?.kind === 'fill' || eventB?.kind === 'fill';
  if (!isOfFills && evidence.length === 0) return undefined;
  return {
    kind: 'fill-model',
    evidence: evidence.length > 0 ? evidence : ['every order before it is alike, and its fill is not'],
  };
}

function differences(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return Object.keys(a)
    .filter((name) => name in b && a[name] !== b[name])
    .map((name) => `${name} is ${a[name]} in A and ${b[name]} in B`);
}

function newest<Item extends { readonly time: number }>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>(
    (best, one) => (best && best.time >= one.time ? best : one),
    undefined,
  );
}
