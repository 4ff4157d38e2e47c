import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteLedger } from '../src/index.ts'
import { joined, type RunningOptions, turnOn, useServer } from './running-server.ts'

/** A short meeting at a server that keeps evidence: Ada turns the summary on, Bob says no. */
export function useSealedMeeting() {
  const start = useServer()
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-sealed-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  let made = 0
  return async (options: RunningOptions = {}) => {
    made += 1
    const ledger = sqliteLedger(join(directory, `${made}.db`))
    const running = await start({ ledger, ...options })
    const [ada, bob] = [running.person('ada', 'host'), running.person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await bob.decline('meeting-summary')
    return { ...running, ledger, ada, bob }
  }
}
