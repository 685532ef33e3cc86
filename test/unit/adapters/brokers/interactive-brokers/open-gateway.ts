import type { BrokerState } from '#engine/ports/broker';
import type { GatewayDouble, GatewayDoubleOptions } from '#test/support/brokers/gateway/gateway-double';
import { interactiveBrokersVendor } from '#test/support/brokers/interactive-brokers-vendor';
import { type OpenBroker, openBroker } from '#test/support/brokers/open-broker';

/** A connection to a Gateway's double, with what the double can do besides the port. */
export interface OpenGateway extends OpenBroker {
  readonly gateway: GatewayDouble;
  last(): BrokerState | undefined;
  /** Lets time pass in steps so small that sockets keep up with it. */
  settle(milliseconds: number): Promise<void>;
}

export interface OpenGatewayOptions extends Omit<GatewayDoubleOptions, 'now'> {
  readonly fields?: Readonly<Record<string, string>>;
  /** Connects to this one in the place of one of its own. */
  readonly gateway?: GatewayDouble;
  /** Simulated milliseconds from one look at the sockets to the next; 20 when left out. */
  readonly pace?: number;
  /** Before anybody connects. */
  readonly prepare?: (gateway: GatewayDouble) => void;
}

/** Opens the adapter; it need not become ready. */
export async function openGateway(options: OpenGatewayOptions = {}): Promise<OpenGateway> {
  const { fields, prepare, pace, gateway: given, ...rest } = options;
  const vendor = interactiveBrokersVendor(rest);
  const gateways: GatewayDouble[] = given ? [given] : [];
  const start = async (now: () => number): Promise<GatewayDouble> => {
    const gateway = given ?? (await vendor.start(now));
    gateways[0] = gateway;
    prepare?.(gateway);
    return gateway;
  };
  const opened = await openBroker(
    { ...vendor, start, ...(pace === undefined ? {} : { pace }) },
    fields ?? vendor.fields,
  );
  const [gateway] = gateways;
  if (!gateway) throw new Error('no double was started');
  return {
    ...opened,
    gateway,
    last: () => opened.states.at(-1),
    settle: async (milliseconds) => {
      const end = opened.clock.now() + milliseconds;
      await opened.until(() => opened.clock.now() >= end);
    },
  };
}
