import { ConsentIndicator, ConsentNotice, ConsentProvider, HostFeatures, LobbyNotice } from '@askfirst/react'
import { useEffect, useState } from 'react'
import { type Call, joinCall } from '../call/call.ts'
import { createLocalMedia } from '../call/media.ts'
import type { Admission, CallConfig } from '../call/rooms-api.ts'
import type { Place } from '../call/tab-identity.ts'
import { exposeToTest } from '../call/test-tone.ts'
import { useLanguage } from '../consent/language.ts'
import { useConsent } from '../consent/use-consent.ts'
import { useTimeline } from '../consent/use-timeline.tsx'
import { CallScreen } from './call-screen.tsx'
import { Lobby } from './lobby.tsx'

export interface CallRoomProps {
  readonly admission: Admission
  readonly config: CallConfig
  readonly place: Exclude<Place, 'left'>
  readonly onPlace: (place: Place) => void
}

/** Lobby and call share one camera, one microphone and one consent client. */
export function CallRoom({ admission, config, place, onPlace }: CallRoomProps) {
  const [media] = useState(() => createLocalMedia(config))
  const [call, setCall] = useState<Call>()
  const consent = useConsent({ admission, place, call, media, leaveCall: () => onPlace('left') })

  useEffect(() => {
    void media.open()
    return () => media.close()
  }, [media])

  useEffect(() => {
    if (place !== 'call') return
    const joined = joinCall({ admission, config, media })
    setCall(joined)
    exposeToTest(config, { call: joined, media })
    return () => joined.leave()
  }, [place, admission, config, media])

  const { client, panel } = useTimeline(consent)
  const language = useLanguage()
  if (!client || !language) return null
  return (
    <ConsentProvider client={client} {...language}>
      {place === 'lobby' || !call ? (
        <Lobby
          admission={admission}
          media={media}
          notice={
            <>
              <LobbyNotice />
              {panel}
            </>
          }
          onJoin={() => onPlace('call')}
        />
      ) : (
        <CallScreen
          admission={admission}
          call={call}
          media={media}
          notice={
            <>
              <ConsentNotice />
              {panel}
            </>
          }
          indicator={<ConsentIndicator />}
          hostFeatures={<HostFeatures />}
          onLeave={() => void client.leave()}
        />
      )}
    </ConsentProvider>
  )
}
