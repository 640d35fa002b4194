const bits64 = (1n << 64n) - 1n;
const seed = 0xbdd89aa982704029n;
const [secret0, secret1, secret2] = [0x2d358dccaa6c78a5n, 0x8bb84b93962eacc9n, 0x4b33a62ed433d4a3n];

/** The low and the high half of a product. */
function multiply(a: bigint, b: bigint): [low: bigint, high: bigint] {
  const product = a * b;
  return [product & bits64, product >> 64n];
}

function mix(a: bigint, b: bigint): bigint {
  const [low, high] = multiply(a, b);
  return low ^ high;
}

/**
 * The first version of rapidhash: which place a text takes in a hash table of Chromium's.
 *
 * @see https://github.com/Nicoshev/rapidhash
 */
export function rapidhash(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let state = seed ^ mix(seed ^ secret0, secret1) ^ BigInt(length);
  let words: [bigint, bigint];
  if (length <= 16) words = shortWords(view);
  else [words, state] = longWords(view, state);
  const [low, high] = multiply(words[0] ^ secret1, words[1] ^ state);
  return mix(low ^ secret0 ^ BigInt(length), high ^ secret1);
}

function shortWords(view: DataView): [bigint, bigint] {
  const length = view.byteLength;
  const half = (at: number): bigint => BigInt(view.getUint32(at, true));
  if (length === 0) return [0n, 0n];
  if (length < 4) {
    const byte = (at: number): bigint => BigInt(view.getUint8(at));
    return [(byte(0) << 56n) | (byte(length >> 1) << 32n) | byte(length - 1), 0n];
  }
  const last = length - 4;
  const delta = (length & 24) >> (length >> 3);
  return [(half(0) << 32n) | half(last), (half(delta) << 32n) | half(last - delta)];
}

function longWords(view: DataView, begun: bigint): [words: [bigint, bigint], state: bigint] {
  const word = (at: number): bigint => view.getBigUint64(at, true);
  let state = begun;
  let at = 0;
  let left = view.byteLength;
  if (left > 48) {
    let [second, third] = [state, state];
    while (left >= 48) {
      state = mix(word(at) ^ secret0, word(at + 8) ^ state);
      second = mix(word(at + 16) ^ secret1, word(at + 24) ^ second);
      third = mix(word(at + 32) ^ secret2, word(at + 40) ^ third);
      at += 48;
      left -= 48;
    }
    state ^= second ^ third;
  }
  if (left > 16) {
    state = mix(word(at) ^ secret2, word(at + 8) ^ state ^ secret1);
    if (left > 32) state = mix(word(at + 16) ^ secret2, word(at + 24) ^ state);
  }
  return [[word(at + left - 16), word(at + left - 8)], state];
}
