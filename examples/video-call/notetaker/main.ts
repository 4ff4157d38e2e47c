import { createToneDetector, type ToneDetector } from './goertzel.ts'
import { openNotes } from './notes.ts'
import { startNotetaker } from './notetaker.ts'
import { assertProcessorNamed, type NamedProcessor } from './processors.ts'
import { createExtractiveSummariser, createModelSummariser, type Summariser } from './summary.ts'
import { openTestEndpoint } from './test-endpoint.ts'

const { env } = process
const required = (name: string): string => {
  const value = env[name]
  if (value) return value
  console.error(`The notetaker needs ${name}. \`pnpm demo\` sets it; docs: examples/video-call/README.md`)
  process.exit(1)
}

/** Who the notice says makes the summary. The extractive summariser runs in this process. */
const processors: readonly NamedProcessor[] = []

function chooseSummariser(): Summariser {
  const url = env.ASKFIRST_LLM_URL
  if (!url) return createExtractiveSummariser()
  const model = required('ASKFIRST_LLM_MODEL')
  assertProcessorNamed(processors, url, model)
  return createModelSummariser({ url, model, key: env.ASKFIRST_LLM_KEY })
}

async function main() {
  const tones = new Map<string, ToneDetector>()
  const isTest = env.ASKFIRST_TEST === '1'
  const frequenciesHz = (env.ASKFIRST_TEST_TONES ?? '330,440,550,660,770,880').split(',').map(Number)
  const detectorOf = (participant: string) => {
    const known = tones.get(participant) ?? createToneDetector({ frequenciesHz })
    tones.set(participant, known)
    return known
  }

  const token = required('ASKFIRST_NOTETAKER_TOKEN')
  const notes = await openNotes({
    directory: env.ASKFIRST_NOTES_DIR ?? 'notes',
    summarise: chooseSummariser(),
  })
  const notetaker = startNotetaker({
    signallingUrl: required('ASKFIRST_SIGNALLING_URL'),
    token: () => token,
    notes,
    ...(isTest && {
      onFrame: ({ participant, pcm, receivedAt }) => detectorOf(participant).push(pcm, receivedAt),
    }),
  })

  if (isTest) {
    const port = await openTestEndpoint({
      token: required('ASKFIRST_TEST_TOKEN'),
      port: Number(env.ASKFIRST_NOTETAKER_PORT ?? 0),
      ears: notetaker.ears,
      tones: (participant) => tones.get(participant),
      nameOf: notetaker.nameOf,
    })
    console.log(`notetaker test endpoint http://127.0.0.1:${port}`)
  }
  console.log('notetaker ready')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void notetaker.stop().finally(() => process.exit(0)))
  }
}

main().catch((reason: unknown) => {
  console.error(reason instanceof Error ? reason.message : reason)
  process.exit(1)
})
