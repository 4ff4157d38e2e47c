// @vitest-environment jsdom
import { AskFirstError } from '@askfirst/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectFairNoticeInDom } from './expect-fair-notice-in-dom.ts'

const FAIR = `
  <section aria-labelledby="title">
    <h2 id="title">Include you in AI summary?</h2>
    <p>Ana turned on AI summary. It uses your voice to summarise the meeting.</p>
    <p>Processed by Acme AI. Kept for 30 days. You can change your answer at any time.</p>
    <label><input type="checkbox" /> Train AI models with it</label>
    <div>
      <button type="button" data-askfirst="accept">Include me</button>
      <button type="button" data-askfirst="refuse">Leave me out</button>
    </div>
    <button type="button" data-askfirst="later">Later</button>
  </section>`

const check = (options?: Parameters<typeof expectFairNoticeInDom>[1]) =>
  expectFairNoticeInDom(document, options)
/** The rows that are broken once something of the fair notice is replaced. */
function breakWith(from: string, to: string): string[] {
  expect(FAIR).toContain(from)
  document.body.innerHTML = FAIR.replace(from, to)
  try {
    check({ optionalAsks: 1 })
    return []
  } catch (error) {
    return [...(error as Error).message.matchAll(/^ {2}([DW]\d\d) /gm)].map(([, row = '']) => row)
  }
}

beforeEach(() => {
  document.documentElement.lang = 'en'
  document.body.innerHTML = FAIR
})

describe('expectFairNoticeInDom', () => {
  it('lets a fair notice pass, and says of every row whether it was checked', () => {
    const { rows } = check({ optionalAsks: 1 })
    expect(rows).toHaveLength(46)
    expect(rows.every(({ outcome, why }) => outcome === 'held' || why)).toBe(true)
    const held = rows.filter(({ outcome }) => outcome === 'held').map(({ row }) => row)
    expect(held).toEqual(
      'D01 D02 D08 D09 D10 D11 D15 D17 D18 D19 D20 D24 D25 W06 W07 W08 W09 W16 W19'.split(' '),
    )
  })

  it.each([
    [
      'D02',
      '<button type="button" data-askfirst="refuse">Leave me out</button>',
      '<a role="button" data-askfirst="refuse">Leave me out</a>',
    ],
    ['D10', 'type="checkbox"', 'type="checkbox" checked'],
    ['D17', 'Leave me out', 'Leave me without notes'],
    ['D18', 'Leave me out', 'Continue now'],
    ['D20', 'Kept for 30 days. ', ''],
    ['W06', '<button type="button" data-askfirst="later">Later</button>', ''],
    ['W08', 'aria-labelledby="title"', 'aria-label="AI"'],
    ['W16', 'data-askfirst="accept"', 'data-askfirst="accept" aria-label="Allow AI"'],
  ])('finds %s and nothing else', (row, from, to) => {
    expect(breakWith(from, to)).toEqual([row])
  })

  it('says what was found, what the row asks and what to do', () => {
    document.body.innerHTML = FAIR.replace('type="checkbox"', 'type="checkbox" checked')
    expect(() => check()).toThrow(
      /D10 nothing optional is switched on from the start\s+found: "Train AI models with it" is on from the start\s+do: Leave it off/,
    )
  })

  it('takes a fact that is said in words of its own, and goes on looking for the others', () => {
    const own = FAIR.replace('It uses your voice to summarise', 'It hears your voice and summarises')
    document.body.innerHTML = own
    expect(() => check()).toThrow(
      /D20 .*\s+found: nothing that says what for\s+do: .* say in `facts` in which/,
    )
    const facts = { whatFor: 'summarises the meeting' }
    check({ facts })
    document.body.innerHTML = own.replace('Kept for 30 days. ', '')
    expect(() => check({ facts })).toThrow(/nothing that says how long it is kept/)
  })

  it('leaves out a row for a reason, and none without', () => {
    document.body.innerHTML = FAIR.replace('type="checkbox"', 'type="checkbox" checked')
    const { rows } = check({ without: { D10: 'the law of this country wants it so' } })
    expect(rows.find(({ row }) => row === 'D10')).toMatchObject({
      outcome: 'unchecked',
      why: 'the law of this country wants it so',
    })
    expect(() => check({ without: { D10: ' ' } })).toThrow(AskFirstError)
    expect(() => check({ without: { D99: 'no such row' } as never })).toThrow(/without.D99/)
  })

  it.each([
    ['bg', 'Ана включи записките. Гласът ви служи за протокол.'],
    ['ur', 'آنا نے نوٹس شروع کیے۔'],
    ['sr-Latn', 'Ana je uključila beleške.'],
    ['sr', 'Ana je uključila beleške.'],
    ['sr', 'Ана је укључила белешке.'],
    ['pa', 'ਅਨਾ ਨੇ ਨੋਟਸ ਸ਼ੁਰੂ ਕੀਤੇ।'],
    ['ja', 'アナさんが議事録を始めました。'],
    ['nl', 'Doe je mee of niet? Of je nu meedoet of niet, het gesprek gaat door.'],
  ])('takes %s for one language, in its letters', (lang, said) => {
    document.documentElement.lang = lang
    document.body.innerHTML = `<section aria-label="${said}"><p>${said}</p></section>`
    const nothing = { accept: null, refuse: null, later: null }
    const find = { notice: 'section', ...nothing }
    expect(check({ find }).rows.find(({ row }) => row === 'D19')).toMatchObject({ outcome: 'held' })
    document.querySelector('p')?.append(/\p{Script=Latin}/u.test(said) ? ' Может быть.' : ' Take it back.')
    expect(() => check({ find })).toThrow(/D19 .*\s+found: words of another language/)
  })

  it.each(['xx', 'qaa', 'not a tag'])('does not say of %s that it is one language', (lang) => {
    document.documentElement.lang = lang
    const row = check().rows.find(({ row }) => row === 'D19')
    expect(row).toMatchObject({ outcome: 'unchecked', why: expect.stringContaining(`"${lang}"`) })
    document.querySelector('p')?.setAttribute('lang', 'ru')
    expect(() => check()).toThrow(/D19 .*\s+found: parts in ru inside/)
  })

  it('says so where there is no notice', () => {
    expect(() => check({ find: { notice: '#nowhere' } })).toThrow(/Nothing visible matches #nowhere/)
  })

  it('reads rows by policy, and in other languages only what it can', () => {
    document.documentElement.lang = 'de'
    document.body.innerHTML = FAIR.replace('Include me', 'Nehmt mich auf').replace(
      'Leave me out',
      'Ohne mich',
    )
    expect(() => check({ lang: 'de' })).toThrow(/D19/)
    const { rows } = check({
      policy: { basis: 'notice', decline: 'exclude' },
      without: { D19: 'English words on purpose' },
    })
    expect(rows.filter(({ row }) => row === 'D18' || row === 'W06').map(({ outcome }) => outcome)).toEqual([
      'unchecked',
      'unchecked',
    ])
  })
})
