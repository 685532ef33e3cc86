import { OctopusError } from '#contract/errors';
import type { BrokerConnection } from '#engine/ports/broker';

/** What a broker can be asked. */
export type BrokerQuestions = Pick<
  BrokerConnection,
  'order' | 'openOrders' | 'fills' | 'positions' | 'balances'
>;

/** The questions of a connection, whose answers are refused once it is over: nothing is journaled behind its back. */
export function whileOpen(connection: BrokerQuestions, isOpen: () => boolean): BrokerQuestions {
  const heard = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    if (!isOpen())
      throw new OctopusError('BROKER_FAILED', 'the account was closed before the broker answered');
    return answer;
  };
  return {
    order: (order) => heard(connection.order(order)),
    openOrders: () => heard(connection.openOrders()),
    fills: (since) => heard(connection.fills(since)),
    positions: () => heard(connection.positions()),
    balances: () => heard(connection.balances()),
  };
}
