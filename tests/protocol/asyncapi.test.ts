import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROTOCOL_VERSION } from '@askfirst/core/protocol'
import specs from '@asyncapi/specs'
import { Ajv } from 'ajv'
import { afterEach, expect, test } from 'vitest'
import { createAsyncApi } from './src/asyncapi.ts'
import {
  type Conversation,
  eventually,
  FEATURES,
  joined,
  MEETING,
  notes,
  openConversation,
} from './src/conversation.ts'
import { createCheck, findDangling } from './src/strict.ts'

// The document is what the schemas say, AsyncAPI says that it is one, and real ends say nothing else.

const committed = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/protocol/asyncapi.json'), 'utf8'),
) as ReturnType<typeof createAsyncApi>

test('the document is the one that the schemas make: pnpm protocol writes it anew', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(createAsyncApi())))
  expect(committed.info.version).toBe(PROTOCOL_VERSION)
})

test('it is AsyncAPI 3, and refers to nothing that is not there', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false })
  const check = ajv.compile(specs.schemasWithoutId['3.0.0'] as object)
  expect(check(committed), JSON.stringify(check.errors?.slice(0, 5))).toBe(true)
  expect(check({ ...committed, operations: { broken: { action: 'shout' } } })).toBe(false)
  expect(findDangling(committed)).toEqual([])
  expect(findDangling({ ...committed, also: { $ref: '#/components/schemas/nothing' } })).toHaveLength(1)
})

test('what the page shows are messages of the document', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/protocol/README.md'), 'utf8')
  const shown = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text))
  const check = createCheck(committed)
  const names = Object.keys(committed.components.schemas)
  const wrong = shown.map((message) => {
    const possible = [message.type, `worker.sends.${message.type}`, `worker.receives.${message.type}`]
    const problems = possible.filter((name) => names.includes(name)).map((name) => check(name, message))
    return problems.some((found) => found.length === 0) ? [] : [message, problems]
  })
  expect(shown.length).toBeGreaterThan(10)
  expect(wrong.flat()).toEqual([])
})

let open: Conversation | undefined
afterEach(async () => {
  await open?.close()
  open = undefined
})

const SUMMARY = 'meeting-summary'

/** Says nearly everything that can be said, by the ends that this repository has. */
async function talk(conversation: Conversation): Promise<void> {
  const { person, say, server, worker } = conversation
  const gate = await worker(() =>
    server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES }),
  )
  const processor = await server.mintProcessorToken({
    meeting: MEETING,
    processor: 'Acme AI',
    features: FEATURES,
  })
  const eraser = await worker(processor)
  eraser.onErase((duty) => eraser.acknowledgeErasure(duty))
  const [ada, bob] = [person('ada', 'host'), person('bob')]
  await joined(ada, bob)
  await ada.enable(SUMMARY, { answer: 'accept', grants: ['improve'] })
  await eventually(() => expect(gate.allowed(SUMMARY, 'summarise')).toEqual(['ada']))
  await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
  await bob.defer(SUMMARY)
  await bob.show(SUMMARY, { visibleMs: 2_500, lang: 'en' })
  await bob.accept(SUMMARY)
  await eventually(() => expect(gate.allowed(SUMMARY, 'summarise')).toEqual(['ada', 'bob']))
  const [list] = gate.lists()
  if (list === undefined) throw new Error('There is a list.')
  const { feature, term, epoch } = list
  gate.report({ feature, term, epoch, outcome: 'confirmed', uncovered: [] })
  await ada.askAgain(SUMMARY)
  await bob.requestOff(SUMMARY, { anonymous: false })
  await ada.withdraw(SUMMARY, { asks: ['improve'] })
  await bob.decline(SUMMARY)
  expect(await bob.erase(SUMMARY)).toEqual({ ok: true })
  await bob.enable(notes.id, { answer: 'decline' })
  await ada.bar(notes.id)
  await ada.bar(notes.id, { barred: false })
  await ada.changeRole('bob', 'cohost')
  await bob.enter('lobby')
  await ada.disable(SUMMARY)
  await ada.remove('bob')
  ada.leave()

  const token = await server.mintToken({ meeting: MEETING, participant: 'cem', role: 'attendee' })
  const hello = { type: 'hello', version: PROTOCOL_VERSION, connection: 'tab-1' }
  const app = await server.mintAppToken({ meeting: MEETING })
  const roster = { id: 'r1', type: 'roster.report', participants: [{ participant: 'cem', kind: 'phone' }] }
  const hides = { id: 'h1', type: 'indicator.hide', clientAt: 1 }
  await say('person', { ...hello, token: 'forged', as: 'person' })
  await say('worker', { ...hello, token: 'forged', as: 'worker' })
  await say(
    'person',
    { ...hello, token, resume: { session: 'none', number: 0 } },
    { type: 'resync', number: 0 },
    { type: 'command', command: hides },
    { type: 'token', token },
  )
  await say(
    'worker',
    { ...hello, token: app },
    { type: 'command', command: roster },
    { type: 'token', token: 'forged' },
  )
}

test('every message of a real conversation is in it, to the last field, and it has no other', async () => {
  open = await openConversation({ gateLeaseMs: 600 })
  await talk(open)
  await eventually(() => {
    const types = open?.said.flatMap(({ message, way }) => (way === 'receives' ? [message.type] : []))
    expect(types).toContain('renewed')
    expect(types?.filter((type) => type === 'token')).toHaveLength(2)
  })
  const check = createCheck(committed)
  const names = new Set<string>()
  const wrong = new Set<string>()
  for (const { peer, way, message } of open.said) {
    const name = `${peer}.${way}.${message.type}`
    names.add(name)
    for (const one of check(name, message)) wrong.add(one)
    if (message.command === undefined) continue
    names.add(message.command.type)
    for (const one of check(message.command.type, message.command)) wrong.add(one)
  }
  expect([...wrong]).toEqual([])
  const unsaid = Object.keys(committed.components.schemas).filter((name) => !names.has(name))
  expect(unsaid).toEqual([])
})
