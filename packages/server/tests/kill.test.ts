import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from 'own-postgres'
import { afterEach, expect, it } from 'vitest'
import { killRound, LEASE_MS } from './kill-rounds.ts'
import { shareOf } from './share.ts'

// Each round begins with an empty ledger: a server that comes back reads all of its meeting first.
const KILLS_A_ROUND = 20
const PEOPLE = shareOf({ test: 30, torture: 200 })
const MS_A_KILL = 20_000

const undo: (() => unknown)[] = []
afterEach(endAll)
async function endAll(): Promise<void> {
  for (const end of undo.splice(0).reverse()) await end()
}

const seed = Number(process.env.ASKFIRST_SEED ?? randomInt(2 ** 31))

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-kill-'))
  undo.push(() => rmSync(directory, { recursive: true }))
  return directory
}

/** @param newPlace where an empty ledger is */
async function survives(kills: number, newPlace: (round: number) => string): Promise<string> {
  console.log(
    `kills: ASKFIRST_SEED=${seed} draws the same numbers again; what the machine does in between is its own`,
  )
  const keys = newDirectory()
  let complaints = ''
  for (let done = 0; done < kills; done += KILLS_A_ROUND) {
    complaints += await killRound({
      ledger: newPlace(done),
      signing: join(keys, `${done}.json`),
      kills: Math.min(KILLS_A_ROUND, kills - done),
      people: PEOPLE,
      seed: seed + done,
      undo: (end) => undo.push(end),
    })
  }
  return complaints
}

const ON_SQLITE = shareOf({ test: 10, torture: 100 })
it(`keeps every promise through ${ON_SQLITE} kills on SQLite`, {
  timeout: ON_SQLITE * MS_A_KILL,
}, async () => {
  const directory = newDirectory()
  expect(await survives(ON_SQLITE, (round) => join(directory, `consent-${round}.db`))).toBe('')
})

const ON_POSTGRES = shareOf({ test: 4, torture: 100 })
it(`keeps every promise through ${ON_POSTGRES} kills on PostgreSQL`, {
  timeout: ON_POSTGRES * MS_A_KILL,
}, async () => {
  const postgres = await startPostgres()
  undo.push(postgres.stop)
  // Until the lease of the one that was killed is over, nobody opens the meeting, and the server says so.
  const lease = `lease_ms=${LEASE_MS + 2_000}`
  const complaints = await survives(ON_POSTGRES, () => `${postgres.newUrl()}&${lease}`)
  const others = complaints.split('\n').filter((line) => !line.includes('(rule \\"ledger-owned\\" of'))
  expect(others.join('\n')).toBe('')
})
