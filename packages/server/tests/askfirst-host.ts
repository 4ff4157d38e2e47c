import { setTimeout as delay } from 'node:timers/promises'

// Runs `askfirst` many times over in one process, each as a process of its own would: what is imported costs a second.
// A file that a run imports, of settings or features, is read once: another run takes another file.

/** What a run is asked with. */
export interface AskfirstRun {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What it came to. */
export interface AskfirstEnd {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

const BIN = new URL('../src/bin.ts', import.meta.url)
const [node = '', self = ''] = process.argv
const exit = process.exit
let runs = 0

/** What keeps the process from ending, but for its own streams: those open whenever something is said. */
const countHeld = (): number => process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap').length

async function run({ args, env }: AskfirstRun): Promise<AskfirstEnd> {
  const said = { stdout: '', stderr: '' }
  let ended: number | undefined
  const undo = (['stdout', 'stderr'] as const).map((stream) => {
    const { write } = process[stream]
    process[stream].write = (bytes: Uint8Array | string): boolean => {
      // A process that has ended says nothing more.
      if (ended === undefined) said[stream] += bytes.toString()
      return true
    }
    return () => {
      process[stream].write = write
    }
  })
  process.exit = (code) => {
    ended ??= Number(code ?? process.exitCode ?? 0)
    throw new Error('The process has ended.')
  }
  process.argv = [node, self, ...args]
  process.env = { ...env }
  process.exitCode = 0
  const held = countHeld()
  runs += 1
  await import(`${BIN.href}?run=${runs}`)
  // It would end once nothing keeps it, and not before.
  while (ended === undefined && countHeld() > held) await delay(1)
  for (const end of undo) end()
  process.exit = exit
  const code = ended ?? Number(process.exitCode)
  process.exitCode = 0
  return { ...said, code }
}

process.on('disconnect', () => exit())
let last: Promise<unknown> = Promise.resolve()
process.on('message', (asked: AskfirstRun) => {
  last = last.then(async () => process.send?.(await run(asked)))
})
