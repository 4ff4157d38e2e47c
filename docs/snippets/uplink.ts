// #region uplink
import { createConsentClient, sharedUplink } from '@askfirst/core'
import { summary } from './features.ts'

const microphone = { isOff: false, isHeld: false }
const apply = () => {
  track.enabled = !microphone.isOff && !microphone.isHeld
}

const client = createConsentClient({
  url,
  token,
  features: [summary],
  uplink: sharedUplink({
    mute() {
      microphone.isHeld = true
      apply()
      return () => {
        microphone.isHeld = false
        apply()
      }
    },
  }),
})

microphoneButton.onclick = () => {
  // Held by the client, a press on the app's own button is the person's word.
  if (microphone.isHeld) client.unmute()
  else microphone.isOff = !microphone.isOff
  apply()
}
// #endregion

declare const url: string
declare const token: string
declare const track: { enabled: boolean }
declare const microphoneButton: { onclick: () => void }
