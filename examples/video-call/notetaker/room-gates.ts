import { type ConnectedGate, connectGate, type ErasureDuty } from '@askfirst/core/gate'
import { notetakerFeatures } from '../shared/features.ts'
import { complain } from './fault.ts'

export interface RoomGatesOptions {
  /** WebSocket address of the consent authority. */
  readonly url: string
  /** A processor token for one room, from the app's server. */
  readonly token: (room: string) => Promise<string>
  /** What is buffered of the participant is to be thrown away now. */
  readonly onRevoke: (participant: string, feature: string) => void
  /** Gates of the room opened or closed, or a run began or ended. */
  readonly onChange: (room: string) => void
  /** Resolves once nothing of it is stored any more; where it fails it is called again. */
  readonly onErase: (room: string, duty: ErasureDuty) => Promise<void>
  /** How long after a failure to try again, in ms. @default 5000 */
  readonly retryMs?: number
}

/** One consent gate for each room. A room without one is closed. */
export interface RoomGates {
  /** Connects the room, and goes on trying where that fails. */
  open(room: string): void
  permits(room: string | undefined, participant: string, feature: string, ask: string): boolean
  /** Who may be captured for one ask right now, and not for the other. */
  permitsOnly(room: string, feature: string, ask: string, other: string): readonly string[]
  /** The run that is on; null while the feature is off, undefined while the authority is not in touch. */
  run(room: string, feature: string): string | null | undefined
  close(): void
}

export function createRoomGates(options: RoomGatesOptions): RoomGates {
  const { url, token, onRevoke, onChange, onErase, retryMs = 5_000 } = options
  const gates = new Map<string, ConnectedGate>()
  const opening = new Set<string>()
  const retries = new Set<ReturnType<typeof setTimeout>>()
  let state: 'open' | 'closed' = 'open'

  const retry = (attempt: () => void) => {
    if (state === 'closed') return
    const timer = setTimeout(() => {
      retries.delete(timer)
      attempt()
    }, retryMs)
    retries.add(timer)
  }

  /** Carries a duty out until it is done; told again meanwhile, after a reconnect, it is the same duty. */
  const createEraser = (room: string, gate: ConnectedGate) => {
    const underWay = new Set<string>()
    return (duty: ErasureDuty) => {
      const key = JSON.stringify([duty.participant, duty.feature, duty.request])
      if (underWay.has(key)) return
      underWay.add(key)
      const attempt = () => {
        onErase(room, duty).then(
          () => {
            underWay.delete(key)
            gate.acknowledgeErasure(duty)
          },
          (reason: unknown) => {
            complain(reason)
            retry(attempt)
          },
        )
      }
      attempt()
    }
  }

  const connect = async (room: string): Promise<void> => {
    const gate = await connectGate({ url, token: () => token(room), features: notetakerFeatures })
    if (state === 'closed') return gate.close()
    gates.set(room, gate)
    gate.onRevoke(({ participant, feature }) => onRevoke(participant, feature))
    gate.onChange(() => onChange(room))
    gate.onErase(createEraser(room, gate))
    onChange(room)
  }

  const keepConnecting = (room: string): void => {
    connect(room).catch((reason: unknown) => {
      complain(reason)
      retry(() => keepConnecting(room))
    })
  }

  return {
    open(room) {
      if (opening.has(room)) return
      opening.add(room)
      keepConnecting(room)
    },
    permits: (room, participant, feature, ask) =>
      room !== undefined && gates.get(room)?.permits(participant, feature, ask) === true,
    permitsOnly(room, feature, ask, other) {
      const gate = gates.get(room)
      return gate?.allowed(feature, ask).filter((id) => !gate.permits(id, feature, other)) ?? []
    },
    run(room, feature) {
      const gate = gates.get(room)
      return gate?.isLive() ? gate.activation(feature) : undefined
    },
    close() {
      state = 'closed'
      for (const timer of retries) clearTimeout(timer)
      for (const gate of gates.values()) gate.close()
    },
  }
}
