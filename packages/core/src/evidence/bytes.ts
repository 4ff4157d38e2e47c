// takes: bytes and text · gives: the one as the other

/** Bytes, never shared with another thread. */
export type Bytes = Uint8Array<ArrayBuffer>

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((letter, value) => [letter, value]))

/** Two letters at once: to put a text together letter by letter takes twice as long. */
const PAIRS = Array.from(
  { length: 64 * 64 },
  (_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63),
)

/** Base64url without padding. Not every browser has its own yet, and what Node has is not in browsers. */
export function toText(bytes: Uint8Array): string {
  const { length } = bytes
  let text = ''
  for (let at = 0; at < length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += PAIRS[three >> 12]
    if (at + 2 < length) text += PAIRS[three & 4095]
    else if (at + 1 < length) text += ALPHABET.charAt((three >> 6) & 63)
  }
  return text
}

/** Undefined for what `toText` does not make: each text stands for bytes of its own. */
export function fromText(text: string): Bytes | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let [bits, held, at] = [0, 0, 0]
  for (const letter of text) {
    const value = VALUES.get(letter)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at] = bits >> held
    at += 1
  }
  return toText(bytes) === text ? bytes : undefined
}

const encoder = new TextEncoder()
export const utf8 = (text: string): Bytes => encoder.encode(text)

export function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Compared in public: nothing here is secret. */
export const isSame = (some: Uint8Array, other: Uint8Array): boolean =>
  some.length === other.length && some.every((byte, at) => byte === other[at])
