// #region worker
import { connectGate } from '@askfirst/core/gate'
import { summary } from './features.ts'

const gate = await connectGate({ url, token, features: [summary] })
gate.onRevoke(({ participant }) => model.forget(participant))

for await (const frame of gate.filter(audioFrames, (frame) => [
  frame.participant,
  'meeting-summary',
  'summarise',
])) {
  model.push(frame.samples)
}
// #endregion

declare const url: string
declare const token: string
declare const audioFrames: AsyncIterable<{ participant: string; samples: Float32Array }>
declare const model: { push(samples: Float32Array): void; forget(participant: string): void }
