import { expect, it } from 'vitest'
import { nodeClock } from '../src/node-clock.ts'

it('goes on in turns, in order, and before a timer that was set earlier', async () => {
  const calls: string[] = []
  await new Promise<void>((resolve) => {
    nodeClock.after(50, () => {
      calls.push('timer')
      resolve()
    })
    nodeClock.after(0, () => {
      calls.push('one')
      nodeClock.after(0, () => calls.push('three'))
    })
    nodeClock.after(0, () => calls.push('two'))
    nodeClock.after(0, () => calls.push('never'))()
  })
  expect(calls).toEqual(['one', 'two', 'three', 'timer'])
})
