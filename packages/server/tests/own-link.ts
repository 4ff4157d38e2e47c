import { connectGate } from '@askfirst/core/gate'
import type { ConsentServer } from '../src/index.ts'
import { createLinkSecret, toLinkHash } from '../src/links/link-secret.ts'
import { takeLink } from './link-stage.ts'
import { type Declared, FEATURES, MEETING, type RunningOptions } from './running-server.ts'
import { useSealedMeeting } from './sealed-meeting.ts'

/** The short meeting that keeps evidence, and the link that somebody in it took. */
export function useOwnLink() {
  const open = useSealedMeeting()
  return async (options: RunningOptions = {}, who = 'ada') => {
    const running = await open(options)
    const { ledger, mint, server } = running
    const { link = '' } = (await takeLink(server, await mint(who, 'attendee'))).body
    return {
      ...running,
      link,
      /** A link of Ada's as it is when it was taken so long ago. */
      async takenBefore(ms: number) {
        const secret = createLinkSecret()
        await ledger.keepLink(MEETING, 'ada', { hash: toLinkHash(secret), at: Date.now() - ms })
        return `mine/${secret}`
      },
    }
  }
}

/** A worker of one of the summary's processors, which erases what it is told to. */
export async function openEraser(
  server: ConsentServer,
  url: string,
  processor = 'Acme AI',
  feature: Declared[0] = FEATURES[0],
) {
  const features = [feature]
  const token = () => server.mintProcessorToken({ meeting: MEETING, processor, features })
  const gate = await connectGate({ url, token, features })
  gate.onErase(gate.acknowledgeErasure)
  return gate
}
