/** What a numbered message of TWS means for the order it names; of `unclear` ones the order's status tells. */
export type OrderNotice = 'cancelled' | 'cancel-rejected' | 'warning' | 'refusal' | 'unclear';

/** Said of orders that live on. 399 and 404: when or whether it will trade; 2100 to 2199 are warnings all. */
const WARNINGS = [165, 399, 404, 434, 492, 2_100, 10_167, 10_349];
const CANCEL_REFUSALS = [135, 136, 161, 10_147, 10_148];

/** The first of the newer numbers, among which refusals and remarks are mixed. */
const NEWER = 500;

export function orderNotice(code: number): OrderNotice {
  if (code === 202) return 'cancelled';
  if (CANCEL_REFUSALS.includes(code)) return 'cancel-rejected';
  if (WARNINGS.includes(code) || (code >= 2_100 && code < 2_200)) return 'warning';
  return code < NEWER ? 'refusal' : 'unclear';
}

/** What a message that names nothing means for the connection. */
export type LineNotice =
  | 'servers-lost'
  | 'servers-back'
  | 'too-fast'
  | 'client-id-taken'
  | 'read-only'
  | 'news';

export function lineNotice(code: number, text: string): LineNotice {
  if (/read-?only/i.test(text) && code === 321) return 'read-only';
  switch (code) {
    case 1_100:
    case 2_110:
      return 'servers-lost';
    case 1_101:
    case 1_102:
      return 'servers-back';
    case 100:
      return 'too-fast';
    case 326:
      return 'client-id-taken';
    default:
      return 'news';
  }
}
