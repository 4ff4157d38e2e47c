import type { Ids } from '../ports.ts'

/** UUIDs of the platform's random source. */
export const randomIds: Ids = () => crypto.randomUUID()
