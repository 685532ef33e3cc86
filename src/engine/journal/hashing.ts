import { hash } from 'node:crypto';
import { canonicalIntent } from '#domain/orders/canonical-intent';
import type { OrderIntent } from '#domain/orders/order';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Every two digits, by their ten bits. */
const PAIRS = Array.from({ length: 1_024 }, (_, bits) => BASE32[bits >>> 5]! + BASE32[bits & 31]!);
const CLIENT_ORDER_ID_LENGTH = 26;
/** Bytes that hold so many digits. */
const CLIENT_ORDER_ID_BYTES = 17;

/** SHA-256 of the text's UTF-8 bytes, 64 hexadecimal digits in lower case. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** RFC 4648 base32 without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    text += PAIRS[buffer >>> bits];
    buffer &= (1 << bits) - 1;
  }
  if (bits >= 5) {
    bits -= 5;
    text += BASE32[buffer >>> bits];
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + BASE32[buffer << (5 - bits)];
}

/** The order's id as a function of its intent, 130 bits in 26 characters: a repeat is the same order. */
export function clientOrderId(intent: OrderIntent): string {
  return idOf(canonicalIntent(intent));
}

/** The first characters of the base32 of the text's SHA-256. */
function idOf(text: string): string {
  const bytes = Buffer.from(sha256Hex(text).slice(0, 2 * CLIENT_ORDER_ID_BYTES), 'hex');
  return base32(bytes).slice(0, CLIENT_ORDER_ID_LENGTH);
}
