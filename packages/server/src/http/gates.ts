import type { Authority, Identity } from '@askfirst/core/authority'
import type { AllowList } from '@askfirst/core/protocol'
import { toJson } from './answer.ts'
import { type HolderRoute, readHolder } from './holder.ts'

export interface GatesRoute extends Pick<HolderRoute, 'identify' | 'mayAsk'> {
  /** The authority of a meeting that is open. */
  opened(meeting: string): Authority | undefined
  readonly gateLeaseMs: number
}

/**
 * The whole allow-lists of the token's features, as they are now. They are good for `leaseMs` and not a moment longer:
 * after that everything is closed until it was asked again.
 */
export async function answerGates(request: Request, route: GatesRoute): Promise<Response> {
  const identity = await readHolder(request, route.identify, 'the token of a worker')
  if (identity instanceof Response) return identity
  if (identity.use === 'person') {
    return toJson(403, { message: "This is a person's token; gates are read by workers." })
  }
  if (!route.mayAsk(identity)) {
    return toJson(429, { message: 'That is too often; connect to be told at once.' }, { 'retry-after': '1' })
  }
  const { meeting } = identity
  const { gateLeaseMs: leaseMs } = route
  const opened = route.opened(meeting)
  // A meeting that nobody is in has no open gate: there is nothing to read back for it. Where another server may
  // write it before the answer is over, nothing here can be relied on.
  const authority = opened?.owns(leaseMs) === true ? opened : undefined
  const features = identity.use === 'app' ? (authority?.features ?? []) : identity.features
  return toJson(200, {
    meeting,
    leaseMs,
    lists: authority === undefined ? [] : readLists(authority, identity, features),
  })
}

function readLists(
  authority: Authority,
  identity: Identity,
  features: readonly string[],
): readonly AllowList[] {
  let lists: readonly AllowList[] = []
  const detach = authority.attachWorker({
    features,
    processor: identity.use === 'processor' ? identity.processor : undefined,
    onLists: (whole) => {
      lists = whole
    },
    onDuties: () => {},
  })
  detach()
  return lists
}
