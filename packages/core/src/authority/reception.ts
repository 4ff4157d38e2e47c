import { createLifetimes } from './lifetime.ts'
import { createHolders, DEFAULT_LIMITS, type ReceptionLimits } from './limits.ts'
import type { Reception, ReceptionOptions } from './reception-types.ts'
import { Visit } from './visit.ts'
import { createVisitors } from './visitors.ts'
import { createWriter } from './written.ts'

/**
 * Lets persons and AI workers in, by token, over any transport.
 *
 * takes: links · gives: each its visit, and all of them what they share
 */
export function createReception(options: ReceptionOptions): Reception {
  const { clock, ids, unreachableAfterMs = 10_000, gateLeaseMs = 3_000 } = options
  const limits: ReceptionLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const desk = {
    options,
    clock,
    ids,
    limits,
    unreachableAfterMs,
    gateLeaseMs,
    holders: createHolders(clock, limits),
    lifetimes: createLifetimes(clock, limits.helloWithinMs),
    visitors: createVisitors(),
    write: createWriter(),
  }
  return { accept: (link) => new Visit(desk, link) }
}
