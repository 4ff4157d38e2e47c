import type { Transport } from '@askfirst/core'
import type { Identity } from '@askfirst/core/authority'
import { type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import type { ManualClock } from '../manual-clock.ts'
import { createRandom } from '../random.ts'
import { connectNowhere } from './device.ts'
import { createPause, type Pause } from './pause.ts'
import type { Server } from './server.ts'

// takes: whose token it has, where its links go · gives: an AI worker, whose line and machine may stand still

/** An AI worker that obeys gates, and as a processor has to erase. */
export interface Worker {
  readonly label: string
  readonly gate: ConnectedGate
  /** Its machine: suspended, it does nothing, and its clock goes on. */
  readonly machine: Pause
  readonly line: Pause
  readonly server: Server | undefined
  /** Told to erase, and not done yet. */
  duties(): number
  /** Erases everything it was told to, and says so. */
  erase(): number
  /** Since when nothing reaches it, for whatever reason. */
  deafSince(): number | undefined
  cut(): void
  mend(): void
}

export interface WorkerOptions {
  readonly label: string
  readonly identity: Extract<Identity, { use: 'gate' | 'processor' }>
  readonly seed: number
  readonly clock: ManualClock
  readonly ids: () => string
  route(): Server | undefined
}

/** Of messages: those that come twice, and those that are lost together with their link. */
const [TWICE, LOST] = [0.1, 0.03]

export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { label, identity, seed, clock, ids, route } = options
  const machine = createPause(clock)
  const line = createPause(clock)
  const random = createRandom(seed)
  let server: Server | undefined
  let cut: () => void = () => {}
  let isLossy = false
  const hear = (call: () => void): void => line.pass(() => machine.pass(call))
  const transport: Transport = {
    connect(listener) {
      server = route()
      if (server === undefined) return connectNowhere(listener.onClose)
      const link = server.connect({
        onOpen: () => hear(listener.onOpen),
        onMessage(text) {
          // What is lost ends the link: lists have no numbers, so a line that loses one and goes on is not one.
          if (isLossy && random() < LOST) return link.close()
          hear(() => listener.onMessage(text))
          if (isLossy && random() < TWICE) hear(() => listener.onMessage(text))
        },
        onClose: () => hear(listener.onClose),
      })
      cut = link.close
      return { send: (text) => line.pass(() => link.send(text)), close: link.close }
    },
  }
  const features = identity.features.map((id) => ({ id }))
  const gate = await connectGateOver(
    { token: JSON.stringify(identity), features },
    { transport, clock: machine.clock, ids },
  )
  isLossy = true
  const told: Parameters<Parameters<ConnectedGate['onErase']>[0]>[0][] = []
  gate.onErase((duty) => told.push(duty))

  return {
    label,
    gate,
    machine,
    line,
    get server() {
      return server
    },
    duties: () => told.length,
    erase() {
      const duties = told.splice(0)
      for (const duty of duties) gate.acknowledgeErasure(duty)
      return duties.length
    },
    deafSince() {
      const reasons = [machine.since(), line.since(), server?.pause.since(), server?.silentSince()]
      const known = reasons.filter((since) => since !== undefined)
      return known.length === 0 ? undefined : Math.min(...known)
    },
    cut: () => cut(),
    mend() {
      isLossy = false
    },
  }
}
