import { Fragment, type ReactNode } from 'react';
import type { RouteView } from '#contract/services/execution-costs';
import type { ExitPreview } from '#contract/services/exits';
import { Problem } from '../../components/notice.tsx';
import { formatAmount, formatDecimalText, formatQuantity } from '../../format/money.ts';
import { formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import type { LivePreview } from './use-preview.ts';

/** What the order would do, as the engine answers it; dimmed while the answer is of an earlier draft. */
export function PreviewRows({
  live,
  isComplete,
  currency,
}: {
  readonly live: LivePreview;
  readonly isComplete: boolean;
  readonly currency: string;
}): ReactNode {
  const { preview, isOld } = live;
  const shown = isComplete ? preview : null;
  return (
    <dl className={isOld ? 'facts dimmed' : 'facts'} aria-live="polite">
      <Fact name={`Value, ${currency}`} text={shown ? formatAmount(shown.value) : NO_VALUE} />
      <Fact name="Fee, expected" text={shown ? formatAmount(shown.fee) : NO_VALUE} />
      <Fact
        name="Margin"
        hint="What it ties up of the account's own money"
        text={shown ? formatAmount(shown.margin) : NO_VALUE}
      />
      <Fact name="Buying power after" text={shown ? formatAmount(shown.buyingPowerAfter) : NO_VALUE} />
      <Fact
        name="VaR 99 % · 1 day"
        hint="Historical value at risk of one day at 99 %, as a share of equity, before and after the order"
        text={shown ? shares(shown.valueAtRiskBefore, shown.valueAtRiskAfter) : NO_VALUE}
      />
      {shown?.route && <RouteFact route={shown.route} />}
      {shown !== null && shown.waitsUntil !== null && (
        <Fact
          name="Waits for the opening"
          hint="Its exchange is closed: the order is kept and trades from the opening on. New York time"
          text={formatMinute(shown.waitsUntil)}
        />
      )}
      {shown?.exits.map((exit, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exits come in the order they are sent in
        <Fragment key={i}>
          <Fact {...exitFact(exit, shown.exits, i)} />
          <BreakEvenFact exit={exit} />
        </Fragment>
      ))}
      <div>
        <dt>Limits touched</dt>
        <dd className={shown ? (shown.isAccepted ? 'good' : 'warning') : ''}>
          {shown ? limits(shown) : NO_VALUE}
        </dd>
      </div>
    </dl>
  );
}

/** One exit with what it would bring. */
function exitFact(
  exit: ExitPreview,
  exits: readonly ExitPreview[],
  index: number,
): { readonly name: string; readonly text: string; readonly hint: string } {
  const { kind, quantity, price, profit, trailAmount } = exit;
  const targets = exits.filter((one) => one.kind === 'target');
  const number = exits.slice(0, index + 1).filter((one) => one.kind === 'target').length;
  const name = kind === 'stop' ? 'Stop' : targets.length === 1 ? 'Target' : `Target ${number}`;
  const at = price === null ? 'from the market' : `at ${formatDecimalText(price)}`;
  return {
    name: profit === null ? name : `${name}, ${formatSigned(Number(profit))}`,
    text: [
      `${formatQuantity(quantity)} ${at}`,
      ...(trailAmount === undefined ? [] : [`trailing by ${formatDecimalText(trailAmount)}`]),
    ].join(', '),
    hint: 'Sent once the order fills, for what it fills; a template goes by the average price it fills at',
  };
}

/** Where the stop moves once the price has gone far enough. */
function BreakEvenFact({ exit: { breakEvenAt, breakEvenTo } }: { readonly exit: ExitPreview }): ReactNode {
  if (breakEvenAt === undefined || breakEvenTo === undefined) return null;
  return (
    <Fact
      name={`Break-even, from ${formatDecimalText(breakEvenAt)}`}
      text={`stop to ${formatDecimalText(breakEvenTo)}`}
      hint="Once the last price has reached the first price, the stop moves to the second"
    />
  );
}

/** Where the order would go, with what each account would cost behind it. */
function RouteFact({ route }: { readonly route: RouteView }): ReactNode {
  const each = route.candidates.map(({ account, cost, refusals, reason }) =>
    refusals.length > 0
      ? `${account}: cannot, ${refusals.join('; ')}`
      : `${account}: ${cost === null ? 'cost not known' : formatAmount(cost.toFixed(2))} (${reason})`,
  );
  const cost = route.candidates[0]?.cost ?? null;
  const text =
    route.account === null
      ? 'no account'
      : `${route.account}${cost === null ? '' : `, ${formatAmount(cost.toFixed(2))}`}`;
  return <Fact name="Goes to, cost" hint={[route.reason, ...each].join('\n')} text={text} />;
}

/** Why the engine would refuse the order as it is written; nothing while it would not. */
export function PreviewRefusals({
  live,
  said = null,
}: {
  readonly live: LivePreview;
  /** What the ticket says beside them already. */
  readonly said?: string | null;
}): ReactNode {
  const { preview, problem } = live;
  if (problem) return <Problem text={problem} />;
  if (!preview) return null;
  // Those that can be accepted stand above with their ticks.
  const asked = new Set(preview.precautions.map(({ text }) => text));
  const refusals = preview.refusals.filter((refusal) => refusal !== said && !asked.has(refusal));
  if (refusals.length === 0) return null;
  return (
    <ul className="refusals" aria-label="Why the order would be refused">
      {refusals.map((refusal) => (
        <li key={refusal}>{refusal}</li>
      ))}
    </ul>
  );
}

function limits({ isAccepted, refusals, limitsChecked }: NonNullable<LivePreview['preview']>): string {
  return isAccepted ? `none of ${limitsChecked}` : `${refusals.length} of ${limitsChecked}`;
}

function shares(before: number | null, after: number | null): string {
  return before === null && after === null ? NO_VALUE : `${share(before)} → ${share(after)} %`;
}

function share(fraction: number | null): string {
  return fraction === null ? NO_VALUE : formatNumber(fraction * 100);
}

function Fact({
  name,
  text,
  hint,
}: {
  readonly name: string;
  readonly text: string;
  readonly hint?: string;
}): ReactNode {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
