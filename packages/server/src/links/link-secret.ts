import { createHash, randomBytes } from 'node:crypto'

// takes: chance · gives: what is in the address of a link, and the hash by which it is kept
// never: keeps what is in the address, or compares it with anything

/** 192 bits: nobody finds one by trying, however many there are. */
const SECRET_BYTES = 24
const SECRET = /^[A-Za-z0-9_-]{32}$/

export const createLinkSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** Whether it can be of a link at all: anything else is not looked for. */
export const isLinkSecret = (text: string): boolean => SECRET.test(text)

/**
 * What a link is looked up by. How long the look-up takes may tell something of hashes that are kept; nobody can make
 * an address of them.
 */
export const toLinkHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
