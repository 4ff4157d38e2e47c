import { join } from 'node:path'
import { meetingSummary, notetakerFeatures, transcript as transcriptFeature } from '../shared/features.ts'
import { complain, Fault } from './fault.ts'
import { createToneDetector, type ToneDetector } from './goertzel.ts'
import { openNotes } from './notes.ts'
import { startNotetaker } from './notetaker.ts'
import { assertProcessorNamed } from './processors.ts'
import { keepRetention } from './retention.ts'
import { createRoomGates } from './room-gates.ts'
import { createExtractiveSummariser, createModelSummariser, type Summariser } from './summary.ts'
import { type Arrival, openTestEndpoint } from './test-endpoint.ts'

const { env } = process
const required = (name: string): string => {
  const value = env[name]
  if (value) return value
  console.error(`The notetaker needs ${name}. \`pnpm demo\` sets it.`)
  process.exit(1)
}

function chooseSummariser(): Summariser {
  const url = env.ASKFIRST_LLM_URL
  if (!url) return createExtractiveSummariser()
  const model = required('ASKFIRST_LLM_MODEL')
  assertProcessorNamed(
    notetakerFeatures.flatMap(({ processors }) => processors),
    url,
    model,
  )
  return createModelSummariser({ url, model, key: env.ASKFIRST_LLM_KEY })
}

/** Every line as it was written. */
const verbatim: Summariser = async (lines) => lines.map(({ name, text }) => `${name}: ${text}`)

async function main() {
  const tones = new Map<string, ToneDetector>()
  const arrivals = new Map<string, Arrival[]>()
  const isTest = env.ASKFIRST_TEST === '1'
  const frequenciesHz = (env.ASKFIRST_TEST_TONES ?? '330,440,550,660,770,880').split(',').map(Number)
  const detectorOf = (participant: string) => {
    const known = tones.get(participant) ?? createToneDetector({ frequenciesHz })
    tones.set(participant, known)
    return known
  }

  const token = required('ASKFIRST_NOTETAKER_TOKEN')
  const callUrl = required('ASKFIRST_CALL_URL')
  const toWebSocket = (path: string) => callUrl.replace(/^http/, 'ws') + path
  const directory = env.ASKFIRST_NOTES_DIR ?? 'notes'
  const [notes, transcript] = await Promise.all([
    openNotes({ directory: join(directory, 'summary'), summarise: chooseSummariser() }),
    openNotes({ directory: join(directory, 'transcript'), summarise: verbatim }),
  ])

  const storedRooms = [...(await notes.rooms()), ...(await transcript.rooms())]
  const stopSweeping = await keepRetention([
    { notes, days: meetingSummary.retention.days },
    { notes: transcript, days: transcriptFeature.retention.days },
  ])

  /** The ingress gate: asked for every packet, every line, and whenever text is made. */
  const gates = createRoomGates({
    url: toWebSocket('/consent'),
    async token(room) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const response = await fetch(`${callUrl}/api/rooms/${room}/consent`, {
        method: 'POST',
        headers,
        body: '{}',
      })
      if (!response.ok) throw new Fault(`No consent token for ${room}: ${response.status}.`)
      return ((await response.json()) as { token: string }).token
    },
    onRevoke: (participant) => notetaker.discard(participant),
    onChange: (room) => void notetaker.gatesChanged(room).catch(complain),
    onErase: (room, { participant, feature }) =>
      feature === 'transcript'
        ? notetaker.eraseVerbatim(room, participant)
        : notetaker.erase(room, participant),
  })
  const notetaker = startNotetaker({
    signallingUrl: toWebSocket('/signal'),
    token: () => token,
    notes,
    transcript,
    onRoom: gates.open,
    ingress: {
      admitAudio: (room, participant) => gates.permits(room, participant, 'meeting-summary', 'summarise'),
      admitLine: (room, participant) => gates.permits(room, participant, 'meeting-summary', 'summarise'),
      admitVerbatim: (room, participant) => gates.permits(room, participant, 'transcript', 'transcribe'),
      admitReuse: (room, participant) => gates.permits(room, participant, 'meeting-summary', 'improve'),
      refuseReuse: (room) => gates.permitsOnly(room, 'meeting-summary', 'summarise', 'improve'),
      run: gates.run,
    },
    ...(isTest && {
      onFrame: ({ participant, pcm, receivedAt }) => detectorOf(participant).push(pcm, receivedAt),
      onPacket({ participant, connection, gate }) {
        const earlier = arrivals.get(participant) ?? []
        arrivals.set(participant, [...earlier.slice(-199), { at: Date.now(), connection, gate }])
      },
    }),
  })

  // Somebody may have asked for erasure while this was away, and left: duties are heard through the room's gate.
  for (const room of storedRooms) gates.open(room)

  if (isTest) {
    const port = await openTestEndpoint({
      token: required('ASKFIRST_TEST_TOKEN'),
      port: Number(env.ASKFIRST_NOTETAKER_PORT ?? 0),
      ears: notetaker.ears,
      tones: (participant) => tones.get(participant),
      arrivals: (participant) => arrivals.get(participant) ?? [],
      nameOf: notetaker.nameOf,
    })
    console.log(`notetaker test endpoint http://127.0.0.1:${port}`)
  }
  console.log('notetaker ready')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      gates.close()
      stopSweeping()
      void notetaker.stop().finally(() => process.exit(0))
    })
  }
}

main().catch((reason: unknown) => {
  console.error(reason instanceof Error ? reason.message : reason)
  process.exit(1)
})
