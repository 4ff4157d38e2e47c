import { Virtual } from '@guidepup/virtual-screen-reader'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'

// A journey as a screen reader speaks it.

const reader = new Virtual()
afterEach(() => reader.stop())

/** Reads on until something is said, and gives what was said on the way, without where groups begin and end. */
async function readTo(last: string): Promise<string[]> {
  const said: string[] = []
  for (let steps = 0; steps < 80 && said.at(-1) !== last; steps += 1) {
    await reader.next()
    said.push(await reader.lastSpokenPhrase())
  }
  return said.filter((phrase) => !/^(end of )?(paragraph|term|definition|status|strong|list)\b/.test(phrase))
}

describe('read aloud', () => {
  it('announces the question once, and reads facts, switch and answers in the order of the screen', async () => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <ConsentNotice />
      </>,
    )
    await reader.start({ container: document.body })
    await page.turnOn()
    const log = await reader.spokenPhraseLog()
    expect(log.filter((phrase) => phrase.startsWith('polite:'))).toEqual([
      'polite: Question: include you in AI summary? Press F6 to answer.',
    ])
    expect(log.some((phrase) => phrase.startsWith('assertive:'))).toBe(false)

    await readTo('region, Include you in AI summary?')
    const ask = 'Let Acme AI use the transcript of what you say to train AI models'
    expect(await readTo('button, Details')).toEqual([
      'heading, Include you in AI summary?, level 2',
      'Ana turned on AI summary. It uses your voice and your chat messages to summarise the meeting.',
      'Processed by',
      'Acme AI (acme-large-3, EU)',
      'Kept',
      'For 30 days',
      'Nothing of you is used before you say yes. You can change your answer at any time. With so few people here, others may guess your answer.',
      'group, Only if you want',
      'Only if you want',
      `switch, ${ask}, not checked`,
      ask,
      'end of group, Only if you want',
      'button, Include me',
      'button, Leave me out',
      'button, Later',
      'button, Details',
    ])
  })

  it('lets the answer be given where it is read, and says what came of it', async () => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <ConsentNotice />
      </>,
    )
    await reader.start({ container: document.body })
    await page.turnOn()
    await readTo('button, Leave me out')
    await page.pass(800)
    const acted = reader.act()
    await vi.advanceTimersByTimeAsync(50)
    await acted
    await page.pass(100)
    expect(await page.deeds()).toContain('consent.declined')
    // Begun twice, it goes on listening for the first after it was stopped.
    await reader.stop()
    await reader.start({ container: document.body })
    expect(await readTo('button, Change, has popup dialog')).toContain('Left out')
  })
})
