// #region phone
import { createConsentClient } from '@askfirst/core'
import { createPhoneMenu } from '@askfirst/core/phone'
import { createText, sayOnPhone } from '@askfirst/react/phone'
import { summary } from './features.ts'

const client = createConsentClient({ url, token, features: [summary] })
const text = createText()
const menu = createPhoneMenu({
  client,
  say: (announcement, signal) => line.speak(sayOnPhone(announcement, text), signal),
})
line.onKey((key) => menu.press(key))
line.onHangUp(() => {
  menu.dispose()
  client.dispose()
})
// #endregion

// #region phone-token
export const phoneToken = (meeting: string, caller: string) =>
  consent.mintToken({ meeting, participant: caller, role: 'attendee', kind: 'phone', bridge: 'sip-1' })

// #endregion

import type { ConsentServer } from '@askfirst/server'

declare const url: string
declare const token: () => Promise<string>
declare const consent: ConsentServer
declare const line: {
  speak(text: string, signal: AbortSignal): Promise<void>
  onKey(listener: (key: string) => void): void
  onHangUp(listener: () => void): void
}
