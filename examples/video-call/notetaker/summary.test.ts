import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { NoteLine } from './notes-files.ts'
import { assertProcessorNamed } from './processors.ts'
import { createExtractiveSummariser, createModelSummariser } from './summary.ts'

const said = (name: string, text: string): NoteLine => ({
  participant: name,
  name,
  kind: 'chat',
  text,
  at: 0,
  run: 'run-1',
})
const meeting = [
  said('Ana', 'Hi all!'),
  said('Ben', 'The launch of the billing service moves from February to the second week of March.'),
  said('Cleo', 'ok'),
  said('Cleo', 'I will send the revised billing budget to finance by Friday. Thanks.'),
  said('Ben', 'The launch of the billing service moves to March.'),
  said('Ana', 'lol'),
]

test('the summary has the points, in order, without who made them, and leaves the small talk', async () => {
  const sentences = await createExtractiveSummariser(2)(meeting)
  expect(sentences).toEqual([
    'The launch of the billing service moves from February to the second week of March.',
    'I will send the revised billing budget to finance by Friday.',
  ])
})

test('no lines, no summary', async () => {
  expect(await createExtractiveSummariser()([])).toEqual([])
})

test('a model endpoint is sent the lines and its answer is split into sentences', async () => {
  const seen: unknown[] = []
  const endpoint = createServer(async (request, response) => {
    seen.push({ path: request.url, key: request.headers.authorization, body: await json(request) })
    response.end(
      JSON.stringify({ choices: [{ message: { content: 'Launch moves to March.\n\nBudget by Friday.' } }] }),
    )
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void endpoint.close())
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`
  const summarise = createModelSummariser({ url, model: 'small-1', key: 'k' })

  expect(await summarise(meeting.slice(1, 2))).toEqual(['Launch moves to March.', 'Budget by Friday.'])
  expect(seen).toMatchObject([
    {
      path: '/v1/chat/completions',
      key: 'Bearer k',
      body: {
        model: 'small-1',
        messages: [{}, { role: 'user', content: expect.stringMatching(/^The launch/) }],
      },
    },
  ])
})

test('a model that the notice does not name is refused', () => {
  const named = [{ name: 'Acme AI (llm.acme.example)', model: 'acme-large-3' }]
  expect(() => assertProcessorNamed(named, 'https://llm.acme.example/v1', 'acme-large-3')).not.toThrow()
  expect(() => assertProcessorNamed(named, 'https://llm.acme.example/v1', 'acme-small')).toThrow(
    /acme-small at llm/,
  )
  expect(() => assertProcessorNamed(named, 'https://acme.example/v1', 'acme-large-3')).toThrow(
    /notice does not say/,
  )
  expect(() => assertProcessorNamed([], 'http://127.0.0.1:8080/v1', 'x')).toThrow(/127.0.0.1:8080/)
})
