import { useEffect, useState } from 'react'
import { type Admission, type CallConfig, fetchConfig, redeemDeviceCode } from '../call/rooms-api.ts'
import { loadIdentity, type Place, saveIdentity, type TabIdentity } from '../call/tab-identity.ts'
import { CallRoom } from './call-room.tsx'
import { LeftScreen } from './left-screen.tsx'
import { Page } from './page.tsx'
import { StartScreen } from './start-screen.tsx'

const roomInAddress = () => /^\/r\/([\w-]+)/.exec(location.pathname)?.[1]
const codeInAddress = () => new URLSearchParams(location.hash.slice(1)).get('device')

export interface AppProps {
  /** A tab that was copied from another is a new person. */
  readonly tab: 'mine' | 'duplicate'
}

/** Start or join, then the lobby and the call, then goodbye. */
export function App({ tab }: AppProps) {
  const [config, setConfig] = useState<CallConfig>()
  const [room, setRoom] = useState(roomInAddress)
  const [identity, setIdentity] = useState<TabIdentity | undefined>(() =>
    room ? loadIdentity(room) : undefined,
  )
  const [link, setLink] = useState<'none' | 'redeeming' | 'failed'>(codeInAddress() ? 'redeeming' : 'none')

  const go = (place: Place, admission: Admission | undefined = identity?.admission) => {
    if (!admission) return
    const next = { admission, place }
    saveIdentity(next)
    setIdentity(next)
  }
  const enter = (admission: Admission) => {
    history.replaceState(null, '', `/r/${admission.room}${location.search}`)
    setRoom(admission.room)
    go('lobby', admission)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once; a device link works only once
  useEffect(() => {
    void fetchConfig().then(setConfig)
    const code = codeInAddress()
    if (!code) return
    history.replaceState(null, '', location.pathname + location.search)
    redeemDeviceCode(code).then(
      (admission) => {
        enter(admission)
        setLink('none')
      },
      () => setLink('failed'),
    )
  }, [])

  if (!config || link === 'redeeming') return <Page title="One moment …" isPassing />
  if (!identity) return <StartScreen room={room} tab={tab} link={link} onAdmitted={enter} />
  if (identity.place === 'left') {
    return (
      <LeftScreen
        admission={identity.admission}
        onRejoin={() => go('lobby')}
        onHome={() => location.assign(`/${location.search}`)}
      />
    )
  }
  return <CallRoom admission={identity.admission} config={config} place={identity.place} onPlace={go} />
}
