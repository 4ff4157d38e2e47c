import { expect, onTestFinished, test, vi } from 'vitest'
import { complain, Fault } from './fault.ts'

test('what is logged never quotes: only the kind of an error, unless its words are our own', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => logged.mockRestore())
  try {
    JSON.parse('zeppelin')
  } catch (reason) {
    complain(reason)
  }
  complain(Object.assign(new Error('zeppelin'), { code: 'ENOSPC' }))
  complain('zeppelin')
  complain(new Fault('The model endpoint answered 500.'))
  expect(logged.mock.calls.map(([, words]) => words)).toEqual([
    'SyntaxError',
    'Error ENOSPC',
    'string',
    'The model endpoint answered 500.',
  ])
})
