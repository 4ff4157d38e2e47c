import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ears } from './ears.ts'
import type { ToneDetector } from './goertzel.ts'

/** One packet: when it arrived, in ms since 1970, over which connection, and what the ingress gate said. */
export interface Arrival {
  readonly at: number
  readonly connection: string
  readonly gate: 'open' | 'closed'
}

/** What the tests read from `GET /hearing`, by participant id. */
export interface HearingReport {
  readonly now: number
  readonly participants: Record<
    string,
    {
      readonly name: string | undefined
      readonly packets: { readonly received: number; readonly admitted: number }
      readonly seconds: number
      /** The last two hundred packets that arrived. */
      readonly arrivals: readonly Arrival[]
      /** Frequency in Hz to when it was last heard. */
      readonly tones: Record<string, number>
    }
  >
}

export interface TestEndpointOptions {
  readonly token: string
  readonly port: number
  readonly ears: Ears
  readonly tones: (participant: string) => ToneDetector | undefined
  readonly arrivals: (participant: string) => readonly Arrival[]
  readonly nameOf: (participant: string) => string | undefined
}

/** Tells what the notetaker hears, on loopback and to the holder of the test token only. Resolves to its port. */
export function openTestEndpoint({ token, port, ears, tones, arrivals, nameOf }: TestEndpointOptions) {
  const expected = Buffer.from(`Bearer ${token}`)
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return response.writeHead(401).end()
    if (request.url !== '/hearing') return response.writeHead(404).end()
    const participants = ears.participants().map((participant) => {
      const { packets, seconds } = ears.hearing(participant)
      const heard = Object.fromEntries(tones(participant)?.lastHeardAt ?? [])
      return [
        participant,
        {
          name: nameOf(participant),
          packets,
          seconds,
          arrivals: arrivals(participant),
          tones: heard,
        },
      ]
    })
    const report: HearingReport = { now: Date.now(), participants: Object.fromEntries(participants) }
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(report))
  })
  return new Promise<number>((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
