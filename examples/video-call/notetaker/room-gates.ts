import { type ConnectedGate, connectGate, type ErasureDuty } from '@askfirst/core/gate'
import { notetakerFeatures } from '../shared/features.ts'

export interface RoomGatesOptions {
  /** WebSocket address of the consent authority. */
  readonly url: string
  /** A processor token for one room, from the app's server. */
  readonly token: (room: string) => Promise<string>
  /** What is buffered of the participant is to be thrown away now. */
  readonly onRevoke: (participant: string, feature: string) => void
  /** Resolves once nothing of it is stored any more. */
  readonly onErase: (room: string, duty: ErasureDuty) => Promise<void>
}

/** One consent gate for each room. A room without one is closed. */
export interface RoomGates {
  open(room: string): void
  permits(room: string | undefined, participant: string, feature: string, ask: string): boolean
  close(): void
}

export function createRoomGates({ url, token, onRevoke, onErase }: RoomGatesOptions): RoomGates {
  const gates = new Map<string, ConnectedGate>()
  const opening = new Set<string>()

  const connect = async (room: string): Promise<void> => {
    const gate = await connectGate({ url, token: () => token(room), features: notetakerFeatures })
    gates.set(room, gate)
    gate.onRevoke(({ participant, feature }) => onRevoke(participant, feature))
    gate.onErase((duty) => {
      onErase(room, duty).then(() => gate.acknowledgeErasure(duty), complain)
    })
  }

  return {
    open(room) {
      if (opening.has(room)) return
      opening.add(room)
      connect(room).catch((reason: unknown) => {
        complain(reason)
        opening.delete(room)
      })
    },
    permits: (room, participant, feature, ask) =>
      room !== undefined && gates.get(room)?.permits(participant, feature, ask) === true,
    close() {
      for (const gate of gates.values()) gate.close()
    },
  }
}

const complain = (reason: unknown): void =>
  console.error('notetaker:', reason instanceof Error ? reason.message : reason)
