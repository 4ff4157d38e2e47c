import {
  type ConsentClient,
  createClientOver,
  type FeatureOptions,
  type Keep,
  type Role,
  type Transport,
} from '@askfirst/core'
import { lossyTransport } from '../lossy-transport.ts'
import type { ManualClock } from '../manual-clock.ts'
import type { App } from './app.ts'
import { digest, MEETING } from './cast.ts'
import { createPause, type Pause } from './pause.ts'
import type { Server } from './server.ts'

// takes: whose it is, who mints their tokens, where links go · gives: a page that can be loaded again, on its line

/** One device of a person: a page that can be loaded again, on a line of its own. */
export interface Device {
  readonly label: string
  readonly participant: string
  /** As the token says that it last came with. */
  readonly role: Role
  readonly client: ConsentClient
  /** The line: what is under way on it waits while it hangs. */
  readonly line: Pause
  /** Which deployment the page is of. */
  readonly deployed: number
  /** The server that the latest link goes to. */
  readonly server: Server | undefined
  hide: (() => void) | undefined
  isDown: boolean
  /** When a server last heard of it, by monotonic time. */
  readonly spokeAt: number
  /** Nos that nobody has acknowledged to this page yet. */
  nos: number
  cut(): void
  /** @param deployed what the web server has by now */
  reload(deployed: number): void
  /** From now on nothing gets lost. */
  mend(): void
}

export interface DeviceOptions {
  readonly label: string
  readonly participant: string
  readonly app: App
  readonly features: readonly (readonly FeatureOptions[])[]
  readonly seed: number
  readonly clock: ManualClock
  readonly ids: () => string
  /** Where a new link goes. */
  route(): Server | undefined
  /** Hears everything that is sent to this device. */
  onWire(text: string, role: Role): void
}

export function createDevice(options: DeviceOptions): Device {
  const { label, participant, app, features, seed, clock, ids, route } = options
  const kept = new Map<string, string>()
  const keep: Keep = {
    load: () => [...kept.values()],
    save: (id, text) => void kept.set(id, text),
    remove: (id) => void kept.delete(id),
  }
  let { role } = app.passOf(participant)
  const token = (): string => {
    const pass = app.passOf(participant)
    role = pass.role
    return app.toToken(participant, pass)
  }
  let server: Server | undefined
  let spokeAt = 0
  let cut: () => void = () => {}
  const line = createPause(clock)
  const network: Transport = {
    connect(listener) {
      server = device.isDown ? undefined : route()
      if (server === undefined) return connectNowhere(listener.onClose)
      const link = server.connect({
        ...listener,
        onMessage(text) {
          options.onWire(text, role)
          listener.onMessage(text)
        },
      })
      return {
        close: link.close,
        send(text) {
          spokeAt = clock.monotonic()
          link.send(text)
        },
      }
    },
  }
  const lossy = lossyTransport(network, { seed })
  const transport: Transport = {
    connect(listener) {
      const link = lossy.connect({
        onOpen: () => line.pass(listener.onOpen),
        onMessage: (text) => line.pass(() => listener.onMessage(text)),
        onClose: () => line.pass(listener.onClose),
      })
      cut = link.close
      return { send: (text) => line.pass(() => link.send(text)), close: link.close }
    },
  }
  const you = { meeting: MEETING, participant }
  const open = (deployed: number): ConsentClient =>
    createClientOver(
      { token, features: features[deployed] ?? [], you },
      { transport, clock, ids, digest, keep },
    )
  let client: ConsentClient | undefined
  let loaded = 0
  const device: Device = {
    label,
    participant,
    get role() {
      return role
    },
    line,
    isDown: false,
    nos: 0,
    hide: undefined,
    get client() {
      if (client === undefined) throw new Error(`${label} has no page`)
      return client
    },
    get deployed() {
      return loaded
    },
    get server() {
      return server
    },
    get spokeAt() {
      return spokeAt
    },
    cut: () => cut(),
    mend: lossy.stop,
    reload(deployed) {
      client?.dispose()
      device.nos = 0
      loaded = deployed
      client = open(deployed)
      device.hide = client.attachIndicator()
    },
  }
  device.reload(0)
  return device
}

export function connectNowhere(onClose: () => void) {
  queueMicrotask(onClose)
  return { send: () => {}, close: () => {} }
}
