// takes: bytes · gives: the text that people and other formats write them as

/** Two lower-case digits for each byte. Not every browser has its own yet. */
export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
