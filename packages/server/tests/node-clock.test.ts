import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
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

it('lets what comes in have its turn between a few and the next few', async () => {
  const calls: string[] = []
  const isOver = new Promise<void>((resolve) => {
    for (let at = 0; at < 20; at += 1) {
      nodeClock.after(0, () => {
        const until = performance.now() + 0.5
        while (performance.now() < until);
        calls.push('crowd')
        if (at === 19) resolve()
        else setImmediate(() => calls.push('other'))
      })
    }
  })
  await isOver
  // Each took longer than a turn: none has two.
  expect(calls.join()).not.toContain('crowd,crowd')
  expect(calls).toHaveLength(39)
})

it('goes on after one that throws', async () => {
  const script = `
    import { nodeClock } from ${JSON.stringify(new URL('../src/node-clock.ts', import.meta.url).href)}
    process.on('uncaughtException', () => console.log('thrown'))
    nodeClock.after(0, () => { throw new Error() })
    nodeClock.after(0, () => console.log('next'))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=askfirst-source',
    '--input-type=module',
    '--eval',
    script,
  ])
  expect(stdout).toBe('thrown\nnext\n')
})
