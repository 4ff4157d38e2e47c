import { expect, test } from 'vitest'
import { maxLineLength } from '../../shared/signalling-messages.ts'
import { createDraft } from './draft.ts'

/** What was sent, and what becomes of each of it. */
function written() {
  const sent: { text: string; tell: (hasArrived: boolean) => void }[] = []
  const draft = createDraft((text, tell) => void sent.push({ text, tell }))
  return {
    write: draft.write,
    text: () => draft.get().text,
    lost: () => draft.get().lost.map(({ text }) => text),
    send(...texts: string[]) {
      for (const text of texts) {
        draft.write(text)
        draft.send()
      }
    },
    sendAsIs: draft.send,
    sent: () => sent.map(({ text }) => text),
    becomes: (at: number, what: 'lost' | 'there') => sent[at]?.tell(what === 'there'),
  }
}

test('what did not arrive comes back before what was written meanwhile, in the order it was sent in', () => {
  const ana = written()
  ana.send('One.', 'Two.', 'Three.')
  ana.write('Four')
  ana.becomes(1, 'lost')
  expect(ana.text()).toBe('Two. Four')
  ana.becomes(0, 'lost')
  ana.becomes(2, 'lost')
  expect(ana.text()).toBe('One. Two. Three. Four')
})

test('what arrives after all goes out of the field again, and what was written stays', () => {
  const ana = written()
  ana.send('One.', 'Two.')
  ana.becomes(0, 'lost')
  ana.becomes(1, 'lost')
  ana.write('One. Two. Three')
  ana.becomes(0, 'there')
  expect(ana.text()).toBe('Two. Three')
  ana.becomes(1, 'there')
  expect(ana.text()).toBe('Three')
  expect(ana.lost()).toEqual([])
})

test('what somebody changed is theirs: it stays whatever arrives', () => {
  const ana = written()
  ana.send('One.', 'Two.')
  ana.becomes(0, 'lost')
  ana.becomes(1, 'lost')
  ana.write('One. Two?')
  ana.becomes(1, 'there')
  expect(ana.text()).toBe('One. Two?')
  ana.becomes(0, 'there')
  expect(ana.text()).toBe('Two?')
})

test('what was sent once more is not taken out of what is written after it', () => {
  const ana = written()
  ana.send('One.')
  ana.becomes(0, 'lost')
  ana.sendAsIs()
  expect(ana.sent()).toEqual(['One.', 'One.'])
  ana.write('One. And more')
  ana.becomes(0, 'there')
  expect(ana.text()).toBe('One. And more')
})

test('what arrives leaves alone what is written meanwhile', () => {
  const ana = written()
  ana.send('One.')
  ana.write(' two')
  ana.becomes(0, 'there')
  expect(ana.text()).toBe(' two')
})

test('what the server would drop is not sent, and stays to be shortened', () => {
  const ana = written()
  const long = 'a'.repeat(maxLineLength)
  ana.send(long)
  ana.write('b')
  ana.becomes(0, 'lost')
  ana.sendAsIs()
  expect(ana.sent()).toEqual([long])
  expect(ana.text()).toBe(`${long} b`)
  ana.write(long)
  ana.sendAsIs()
  expect(ana.sent()).toEqual([long, long])
})

test('nothing but spaces is not sent', () => {
  const ana = written()
  ana.send('  ')
  expect(ana.sent()).toEqual([])
})
