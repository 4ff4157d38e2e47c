import { describe, expect, it } from 'vitest'
import { findFault } from '../src/ledger/postgres-database.ts'

// By what a database says of itself: those of which the tests start none. The others are in postgres-store.test.ts.

const reliable = {
  version: 18,
  words: 'PostgreSQL 18.1 on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0) 14.2.0, 64-bit',
  fsync: 'on',
  commits: 'on',
  encoding: 'UTF8',
  standby: false,
}
const PGLITE =
  'PostgreSQL 17.5 on x86_64-pc-linux-gnu, compiled by emcc (Emscripten gcc/clang-like) 3.1.74, 32-bit'

describe('a PostgreSQL', () => {
  it.each([
    ['that is reliable', {}],
    ['of the oldest version', { version: 14 }],
    ['that waits for its standby to have applied it', { commits: 'remote_apply' }],
    ['that waits for its own disk alone', { commits: 'local' }],
  ])('%s is taken', (_which, change) => {
    expect(findFault({ ...reliable, ...change }, false)).toBeUndefined()
  })

  it.each([
    ['that is older', { version: 13 }, 'is PostgreSQL 13.', 'Use 14 or later.'],
    ['that has not every letter', { encoding: 'SQL_ASCII' }, 'keeps text as SQL_ASCII', 'ENCODING UTF8'],
    ['that is PGlite', { words: PGLITE }, 'is PGlite', 'Use a PostgreSQL server.'],
    ['that is a standby', { standby: true }, 'is a standby.', 'Name the primary.'],
    ['that never waits for its disk', { fsync: 'off' }, 'has fsync off', 'Set fsync to on'],
    ['that does not wait for it', { commits: 'off' }, 'synchronous_commit off', 'anything but off'],
  ])('%s is refused, and it is said what to do', (_which, change, what, fix) => {
    const fault = findFault({ ...reliable, ...change }, false)
    expect([fault?.what, fault?.fix]).toEqual([expect.stringContaining(what), expect.stringContaining(fix)])
  })

  it.each([
    ['a standby', { standby: true }, undefined],
    ['one that does not wait for its disk', { fsync: 'off', commits: 'off' }, undefined],
    ['PGlite', { words: PGLITE }, undefined],
    ['one that has not every letter', { encoding: 'LATIN1' }, { what: expect.stringContaining('LATIN1') }],
    ['one that is older', { version: 13 }, { what: 'is PostgreSQL 13.' }],
  ])('to be read is %s, if its letters and version allow it', (_which, change, fault) => {
    const found = findFault({ ...reliable, ...change }, true)
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(fault)
  })
})
