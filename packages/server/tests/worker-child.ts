import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { connectGate } from '@askfirst/core/gate'
import { captions, summary } from './features.ts'

// A worker as a process of its own: it is told frames, one JSON object a line, and says which it admitted.

interface Frame {
  readonly participant: string
  readonly frame: string
  /** How long it takes to get the frame ready, without a pause in which a timer could run. */
  readonly busyMs?: number
}

const [url = '', token = ''] = process.argv.slice(2)
// In the same step, so that whoever reads it knows what this process is at.
const say = (what: object): number => writeSync(1, `${JSON.stringify(what)}\n`)

const gate = await connectGate({ url, token, features: [summary, captions] })
const sayAllowed = (): number => say({ allowed: gate.allowed('meeting-summary', 'summarise') })
gate.onChange(sayAllowed)
sayAllowed()

async function* frames(): AsyncGenerator<Frame> {
  for await (const line of createInterface({ input: process.stdin })) yield JSON.parse(line)
}
function prepare({ busyMs = 0, frame, participant }: Frame) {
  const until = performance.now() + busyMs
  if (busyMs > 0) say({ busy: frame })
  while (performance.now() < until);
  return [participant, 'meeting-summary', 'summarise'] as const
}
for await (const { frame } of gate.filter(frames(), prepare)) say({ admitted: frame })
gate.close()
