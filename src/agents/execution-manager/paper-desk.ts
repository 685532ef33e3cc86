import { OctopusError } from '#contract/errors';
import { formatDecimal } from '#domain/values/decimal';
import type { AccountPlace, ComplianceRole, OrderDesk } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import { createSimulatedVenue, type VenueEvent } from '#engine/simulation/simulated-venue';
import { sessionStamp } from '#engine/trading/session-stamp';
import { executionConfig } from './config.ts';

export interface PaperDeskPorts {
  readonly journal: Journal;
  /** Looks at every fill after it is booked. */
  readonly postTrade: ComplianceRole['postTrade'];
  readonly onFill: () => void;
}

/** How the venue's last word on an order is journaled. */
const CLOSED = { rejected: 'OrderRejected', cancelled: 'OrderCancelled', expired: 'OrderExpired' } as const;

/** A desk on the simulated venue: what the venue says becomes journal records in the order it says them. */
export function openPaperDesk(
  session: AccountPlace,
  { journal, postTrade, onFill }: PaperDeskPorts,
): OrderDesk {
  const venue = createSimulatedVenue({ listener: receive, fee: executionConfig.fee });
  venue.restore(journal.store.openOrders(session.account));

  function add<Entry extends Pick<JournalEntry, 'kind' | 'payload'>>(
    entry: Entry,
    clientOrderId: string,
    eventTime: number,
  ): void {
    journal.add({
      ...entry,
      eventTime,
      source: 'execution_manager',
      correlationId: clientOrderId,
      ...sessionStamp(session),
    } as JournalEntry);
  }

  function receive(event: VenueEvent): void {
    const { kind, clientOrderId, eventTime } = event;
    if (kind === 'filled') fill(event);
    else if (kind === 'acknowledged') {
      add({ kind: 'OrderAcknowledged', payload: { clientOrderId } }, clientOrderId, eventTime);
    } else {
      add({ kind: CLOSED[kind], payload: { clientOrderId, reason: event.reason } }, clientOrderId, eventTime);
    }
  }

  function fill({ clientOrderId, eventTime, fill: filled }: Extract<VenueEvent, { kind: 'filled' }>): void {
    add(
      {
        kind: 'OrderFilled',
        payload: {
          clientOrderId,
          fillId: filled.fillId,
          quantity: formatDecimal(filled.quantity),
          price: formatDecimal(filled.price),
          fee: formatDecimal(filled.fee),
        },
      },
      clientOrderId,
      eventTime,
    );
    const order = journal.projection.order(clientOrderId);
    if (order) {
      const checked = postTrade(filled, order);
      add(
        {
          kind: 'PostTradeChecked',
          payload: {
            clientOrderId,
            fillId: filled.fillId,
            verdictId: checked.id,
            findings: checked.findings,
          },
        },
        clientOrderId,
        eventTime,
      );
    }
    onFill();
  }

  return {
    submit: ({ intent, clientOrderId }, eventTime) => {
      add(
        { kind: 'OrderSent', payload: { clientOrderId, venue: executionConfig.venue } },
        clientOrderId,
        eventTime,
      );
      venue.submit({ ...intent, clientOrderId }, eventTime);
    },
    cancel: (clientOrderId, reason, eventTime) => venue.cancel(clientOrderId, eventTime, reason),
    replace: (clientOrderId) => {
      throw new OctopusError('ORDER_REFUSED', `order ${clientOrderId}: this venue replaces no orders`);
    },
    onTick: venue.onTick,
    endDay: venue.endDay,
  };
}
