import { type ConnectedGate, connectGateOver, type GateOptions } from '../gate/connect-gate.ts'
import { systemClock } from './clock.ts'
import { randomIds } from './ids.ts'
import { toWarn } from './warn.ts'
import { toSocketAddress, webSocketTransport } from './web-socket.ts'

// takes: a worker's token, its features, where the authority is · gives: a gate that is connected to it

/** Connects an AI worker to the consent authority, over the platform's WebSocket. */
export function connectGate(options: GateOptions & { readonly url: string }): Promise<ConnectedGate> {
  const url = toSocketAddress(options.url)
  return connectGateOver(
    { ...options, onTrouble: options.onTrouble ?? toWarn(url) },
    {
      transport: webSocketTransport(url),
      clock: systemClock,
      ids: randomIds,
    },
  )
}
