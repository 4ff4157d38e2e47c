import type { LocalMedia } from '../call/media.ts'
import type { NotetakerLink } from '../call/notetaker-link.ts'
import type { CallConsent } from './consent-client.ts'

/**
 * Puts the microphone on the notetaker's connection while this person's own gate is open, and takes it off in the
 * same step in which the gate closes.
 */
export function sendAudioWhilePermitted(
  consent: CallConsent,
  link: NotetakerLink,
  media: LocalMedia,
): () => void {
  let sent: MediaStreamTrack | null = null
  const apply = () => {
    const { tracks, state } = media.get()
    const isPermitted = consent.permits('meeting-summary', 'summarise')
    const track = isPermitted && state.microphone === 'on' ? tracks.microphone : null
    if (track === sent) return
    sent = track
    if (track) link.open(track)
    else link.close()
  }
  apply()
  const undoGate = consent.onGate(apply)
  const undoMedia = media.subscribe(apply)
  return () => {
    undoGate()
    undoMedia()
    link.close()
  }
}
