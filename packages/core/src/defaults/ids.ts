import type { Ids, Random } from '../ports.ts'

// gives: ids that nobody can guess, and numbers, from the platform's random source

/** UUIDs of the platform's random source. */
export const randomIds: Ids = () => crypto.randomUUID()

/** Numbers of the platform's random source. */
export const systemRandom: Random = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
