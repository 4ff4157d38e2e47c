import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What is over its budget is in the figures of every run; whoever decides by what it cannot do has to find it there too.

const read = (file: string): string => readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8')

test('what is over its budget is named in the limits, and nothing else is', () => {
  const rows = read('performance.md').matchAll(/^\| ([^|]+?) +\|.*\| \*\*over\*\* +\|$/gm)
  const [, bullet = ''] = /^- (Under \[load\][\s\S]*?)^[-#]/m.exec(read('limits.md')) ?? []
  const named = [...bullet.replaceAll(/\s+/g, ' ').matchAll(/_([^_]+)_/g)].map(([, name]) => name)
  expect(named.sort()).toEqual([...new Set([...rows].map(([, name]) => name))].sort())
})
