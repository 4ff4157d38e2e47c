import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})
const load = async (url: string) => {
  vi.resetModules()
  vi.stubEnv('ASKFIRST_LLM_URL', url)
  return (await import('./features.ts')).notetakerFeatures
}

test('with a language model it is another question, so another revision', async () => {
  const without = await load('')
  const withModel = await load('https://llm.example/v1')
  for (const [at, feature] of without.entries()) {
    expect(withModel[at]?.processors).not.toEqual(feature.processors)
    expect(withModel[at]?.revision).not.toBe(feature.revision)
  }
})

test('the transcript says in every language that it keeps words with names', async () => {
  const { text, asks } = (await load(''))[1]
  for (const words of Object.values(text)) {
    expect(Object.keys('asks' in words ? words.asks : {})).toEqual(Object.keys(asks))
    expect('why' in words && words.why).toMatch(/word for word with your name|mit Ihrem Namen|مع اسمك/)
  }
})
