import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { waitInLine } from '../src/crowd-line.ts'
import { createSharedCommits } from '../src/ledger/shared-commits.ts'

it('gives each their turn in order, and none to whoever left the line', async () => {
  const calls: string[] = []
  await new Promise<void>((resolve) => {
    waitInLine(() => {
      calls.push('one')
      waitInLine(() => {
        calls.push('three')
        resolve()
      })
    })
    waitInLine(() => calls.push('two'))
    waitInLine(() => calls.push('never'))()
  })
  expect(calls).toEqual(['one', 'two', 'three'])
})

it('lets what comes in have its turn between a few and the next few', async () => {
  const calls: string[] = []
  const isOver = new Promise<void>((resolve) => {
    for (let at = 0; at < 20; at += 1) {
      waitInLine(() => {
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

it('comes after what has arrived is written and told, whenever that came, and not between', async () => {
  const calls: string[] = []
  const { write } = createSharedCommits(
    (act) => {
      // While a disk is waited for.
      if (calls.length < 300) client.write('.')
      act()
    },
    () => false,
  )
  const server = createServer((socket) => {
    socket.on('data', () => {
      calls.push('read')
      void write(() => calls.push('written')).then(() => process.nextTick(() => calls.push('told')))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(client, 'connect')
  await new Promise<void>((resolve) => {
    const takeTurn = (): void => {
      calls.push('crowd')
      if (calls.length < 300) {
        client.write('.')
        waitInLine(takeTurn)
      } else resolve()
    }
    waitInLine(takeTurn)
  })
  client.destroy()
  server.close()
  const said = calls.join(' ')
  expect(said).toMatch(/read written told crowd/)
  expect(said.replaceAll('read written told', '').split(' ')).not.toContain('read')
})

it('goes on after one that throws', async () => {
  const script = `
    import { waitInLine } from ${JSON.stringify(new URL('../src/crowd-line.ts', import.meta.url).href)}
    process.on('uncaughtException', () => console.log('thrown'))
    waitInLine(() => { throw new Error() })
    waitInLine(() => console.log('next'))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=askfirst-source',
    '--input-type=module',
    '--eval',
    script,
  ])
  expect(stdout).toBe('thrown\nnext\n')
})
