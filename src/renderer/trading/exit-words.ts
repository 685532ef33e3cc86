import type { WantedExits } from '#contract/services/exits';
import { DECIMAL_ONE, formatDecimal, multiplyDecimal, parseDecimal } from '#domain/values/decimal';
import { formatDecimalText, formatQuantity } from '../format/money.ts';

/** What is sent with an order once it fills, a few words each: the targets first. */
export function exitWords({ bracket, exits }: WantedExits): string[] {
  if (!exits)
    return [
      ...(bracket?.takeProfit === undefined ? [] : [`target ${formatDecimalText(bracket.takeProfit)}`]),
      ...(bracket?.stopLoss === undefined ? [] : [`stop ${formatDecimalText(bracket.stopLoss)}`]),
    ];
  const { unit = 'price', targets = [], stop, breakEven, trail } = exits;
  const away = (distance: string): string => {
    if (unit === 'price') return formatDecimalText(distance);
    return `${formatQuantity(distance)} ${unit === 'percent' ? '%' : Number(distance) === 1 ? 'tick' : 'ticks'}`;
  };
  const percent = (share: string): string =>
    `${formatDecimal(multiplyDecimal(parseDecimal(share), 100n * DECIMAL_ONE))} %`;
  return [
    ...targets.map(({ distance, share }) => `${percent(share)} at a target ${away(distance)} away`),
    ...(stop ? [`stop ${away(stop.distance)} away`] : []),
    ...(breakEven ? [`break-even after ${away(breakEven.after)}`] : []),
    ...(trail ? [`a trail of ${away(trail.distance)}`] : []),
  ];
}
