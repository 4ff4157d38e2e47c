// #region phone
import { createConsentClient } from '@askfirst/core'
import { createPhoneMenu } from '@askfirst/core/phone'
import { summary } from './features.ts'

const client = createConsentClient({ url, token, features: [summary] })
const menu = createPhoneMenu({
  client,
  say: ({ key, status, keys }, signal) => line.speak(toWords(key, status, keys), signal),
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

import type { FeatureStatus } from '@askfirst/core'
import type { PhoneAnnouncement } from '@askfirst/core/phone'
import type { ConsentServer } from '@askfirst/server'

declare const url: string
declare const token: () => Promise<string>
declare const consent: ConsentServer
declare const line: {
  speak(text: string, signal: AbortSignal): Promise<void>
  onKey(listener: (key: string) => void): void
  onHangUp(listener: () => void): void
}
declare function toWords(
  key: PhoneAnnouncement['key'],
  status: FeatureStatus,
  keys: PhoneAnnouncement['keys'],
): string
