import { describe, expect, test } from 'vitest'
import { change, device, given, noticeOf } from '../../tests/sentences.ts'
import { selectAnswer } from '../state.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const phone = ben.on('phone')
const on = [anna.joins(), anna.showsIndicator(), anna.turnsOn()]
const asked = [...on, ben.joins(), ben.showsIndicator()]
const shown = [...asked, ben.isShown()]
const again = anna.turnsOn({ activation: 'run-2', decision: { answer: 'accept', grants: [], seen: 1 } })

describe('a yes in a breakout room', () => {
  test('of a room system holds there for that one alone: as a person they are asked there', () => {
    const [host, guest] = [device('anna', { role: 'host' }).about('rooms'), device('ben').about('rooms')]
    const system = guest.as({ kind: 'room' })
    given(
      ...host.arrives(),
      host.turnsOn(),
      ...system.arrives('red'),
      system.isShown(),
      system.accepts(),
      guest.movesTo('blue'),
      guest.isShown(),
      guest.accepts({ seen: 1 }),
    )
      .and(guest, 'open')
      .when(guest.movesTo('red'))
      .and(guest, 'not-asked')
  })
})

describe('a notice shown', () => {
  test('is a fact about one person, one run, one text', () => {
    given(...asked)
      .when(ben.isShown())
      .leadsTo({ type: 'notice.shown', participant: 'ben', activation: 'run-1', visibleMs: 2_000 })
      .and(ben, 'unanswered')
      .when(ben.isShown())
      .changesNothing()
  })

  test('counts only after two seconds', () => {
    given(...asked)
      .when(ben.isShown({ visibleMs: 1_999 }))
      .isRejected('notice-not-shown')
      .and(ben, 'not-asked')
  })

  test('counts for no other question', () => {
    given(...asked)
      .when(ben.isShown({ activation: 'run-0' }))
      .isRejected('stale-activation')
    given(...asked)
      .when(ben.isShown({ notice: noticeOf('summary', { revision: 1 }) }))
      .isRejected('stale-notice')
    given(...asked)
      .when(ben.isShown({ notice: noticeOf('summary', { hash: 'other' }) }))
      .isRejected('unknown-notice')
    given(ben.joins()).when(ben.isShown()).isRejected('feature-off')
    given(...on)
      .when(ben.isShown())
      .isRejected('not-present')
  })
})

describe('yes', () => {
  test('grants the required asks, and an optional one only by its name', () => {
    given(...shown)
      .when(ben.accepts({ grants: ['voices', 'voices'] }))
      .leadsTo({
        type: 'consent.accepted',
        participant: 'ben',
        activation: 'run-1',
        grants: ['summarise', 'transcribe', 'voices'],
        decision: 1,
      })
      .and(ben, 'open')
      .and(ben, 'open', 'voices')
      .and(ben, 'not-granted', 'improve')
  })

  test('without an optional ask leaves all of them closed', () => {
    given(...shown)
      .when(ben.accepts())
      .and(ben, 'not-granted', 'voices')
      .and(ben, 'not-granted', 'improve')
  })

  test('opens nobody else', () => {
    given(...shown, device('cem').joins())
      .when(ben.accepts())
      .and(device('cem'), 'not-asked')
  })

  test.each([
    ['feature-off', () => given(ben.joins()).when(ben.accepts())],
    ['stale-activation', () => given(...shown).when(ben.accepts({ activation: 'run-0' }))],
    ['stale-activation', () => given(...shown, anna.turnsOff(), again).when(ben.accepts())],
    [
      'stale-notice',
      () => given(...shown).when(ben.accepts({ notice: noticeOf('summary', { revision: 1 }) })),
    ],
    [
      'stale-notice',
      () => given(...shown).when(ben.accepts({ notice: noticeOf('summary', { revision: 3 }) })),
    ],
    ['unknown-notice', () => given(...shown).when(ben.accepts({ notice: noticeOf('minutes') }))],
    ['notice-not-shown', () => given(...asked).when(ben.accepts())],
    [
      'notice-not-shown',
      () => given(...shown, anna.turnsOff(), again).when(ben.accepts({ activation: 'run-2' })),
    ],
    ['stale-decision', () => given(...shown, ben.declines()).when(ben.accepts({ seen: 0 }))],
    ['unknown-ask', () => given(...shown).when(ben.accepts({ grants: ['summarise'] }))],
    ['unknown-ask', () => given(...shown).when(ben.accepts({ grants: ['improve', 'everything'] }))],
    ['not-present', () => given(...on).when(ben.accepts())],
    ['not-present', () => given(...shown, ben.lapses()).when(ben.accepts())],
    ['not-present', () => given(...shown).when(phone.accepts())],
    ['unknown-feature', () => given(...shown).when(change(ben.accepts(), { feature: 'mind-reading' }))],
  ] as const)('is rejected: %s (%#)', (code, sentence) => {
    sentence().isRejected(code)
  })

  test('of somebody who was shown nothing is not made good by others having been shown', () => {
    given(...shown, device('cem').joins())
      .when(device('cem').accepts())
      .isRejected('notice-not-shown')
  })

  test('is nothing that bots can say', () => {
    for (const kind of ['agent', 'recorder'] as const) {
      const bot = device('bot', { kind })
      given(...on, bot.joins(), bot.showsIndicator())
        .when(bot.isShown())
        .isRejected('not-a-person')
        .when(bot.accepts())
        .isRejected('not-a-person')
        .when(bot.declines())
        .isRejected('not-a-person')
        .when(bot.withdraws())
        .isRejected('not-a-person')
        .when(bot.defers())
        .isRejected('not-a-person')
        .and(bot, 'not-a-person')
    }
  })

  test('of a room never grants what each in it should tick', () => {
    const room = device('room', { kind: 'room' })
    given(...on, room.joins(), room.isShown())
      .when(room.accepts({ grants: ['improve'] }))
      .isRejected('unknown-ask')
      .when(room.accepts())
      .leadsTo({ type: 'consent.accepted' })
  })

  test('a person whose token turns into a bot’s is closed', () => {
    given(...on, ben.saysYes())
      .when(ben.as({ kind: 'agent' }).joins())
      .and(ben, 'not-a-person')
  })
})

describe('no', () => {
  test('is declined or withdrawn, closes, and says how', () => {
    given(...shown)
      .when(ben.declines({ method: 'key', armedMs: 900 }))
      .leadsTo({ type: 'consent.declined', participant: 'ben', decision: 1, method: 'key', armedMs: 900 })
      .and(ben, 'declined')
    given(...on, ben.saysYes({ grants: ['voices'] }))
      .when(ben.withdraws())
      .leadsTo({ type: 'consent.withdrawn', participant: 'ben', decision: 2 })
      .and(ben, 'withdrawn')
      .and(ben, 'withdrawn', 'voices')
  })

  test('needs no notice, no connection, no running feature', () => {
    given(...asked)
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined' })
      .and(ben, 'declined')
    given(ben.joins()).when(ben.declines()).leadsTo({ type: 'consent.declined' })
    given(ben.joins(), ben.leaves()).when(ben.withdraws()).leadsTo({ type: 'consent.withdrawn' })
    given(...on, ben.saysYes(), anna.turnsOff())
      .when(ben.withdraws())
      .leadsTo({ type: 'consent.withdrawn' })
  })

  test('of somebody who never joined is kept for when they do', () => {
    given(...on)
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined', decision: 1 })
      .when(ben.joins())
      .and(ben, 'declined')
      .when(ben.showsIndicator())
      .when(ben.isShown())
      .when(ben.accepts({ seen: 0 }))
      .isRejected('stale-decision')
  })

  test('where it is no already is a decision all the same: a queued yes never beats a later no', () => {
    given(...shown, ben.declines())
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined', decision: 2 })
      .when(ben.accepts({ seen: 1 }))
      .isRejected('stale-decision')
      .and(ben, 'declined')
    given(...shown, ben.declines())
      .when(ben.withdraws())
      .leadsTo({ type: 'consent.withdrawn', decision: 2 })
    given(...on, ben.saysYes(), ben.withdraws({ asks: ['improve'] }))
      .when(ben.withdraws({ asks: ['improve'] }))
      .leadsTo({ type: 'consent.withdrawn', decision: 3 })
      .when(ben.accepts({ seen: 2, grants: ['improve'] }))
      .isRejected('stale-decision')
  })

  test('a yes as a person serves no room that a second device of the same identity is', () => {
    const room = ben.on('ben-room').as({ kind: 'room' })
    given(...on, ben.saysYes(), room.joins(), room.showsIndicator())
      .when(ben.joins('lobby'))
      .and(ben, 'not-asked')
  })

  test('in a second language it is the same question: either may be answered, and a wait goes on', () => {
    const german = noticeOf('summary', { lang: 'de' })
    given(...shown)
      .when(ben.isShown({ notice: german }))
      .changesNothing()
      .when(ben.accepts({ notice: german }))
      .and(ben, 'open')
  })

  test('withdrawing with no yes is a no all the same', () => {
    given(...shown)
      .when(ben.withdraws())
      .leadsTo({ type: 'consent.withdrawn' })
      .and(ben, 'withdrawn')
  })

  test('beats a yes that another device had under way', () => {
    given(...shown, phone.joins())
      .when(phone.declines())
      .when(ben.accepts({ seen: 0 }))
      .isRejected('stale-decision')
      .and(ben, 'declined')
  })

  test('lasts over runs: told, not asked, and still nobody hears them', () => {
    for (const no of [ben.declines(), ben.withdraws()]) {
      given(...on, ben.saysYes(), no, anna.turnsOff())
        .when(again)
        .and(ben, no.command.type === 'consent.decline' ? 'declined' : 'withdrawn')
    }
  })

  test('becomes yes by the own act, to the run that is on', () => {
    given(...shown, ben.declines(), anna.turnsOff(), again, ben.isShown({ activation: 'run-2' }))
      .when(ben.accepts({ activation: 'run-2', seen: 1 }))
      .leadsTo({ type: 'consent.accepted', decision: 2 })
      .and(ben, 'open')
  })

  test('on one device clears the other: there is one answer', () => {
    given(...on, ben.saysYes(), phone.joins(), phone.showsIndicator())
      .when(phone.withdraws())
      .and(ben, 'withdrawn')
  })

  test('to one feature leaves another alone', () => {
    const minutes = { feature: 'minutes', activation: 'm-1' }
    given(...on, ben.saysYes(), anna.turnsOn(minutes), ben.isShown(minutes), ben.accepts(minutes))
      .when(ben.withdraws())
      .and(ben, 'withdrawn')
      .and(ben, 'open', 'note', 'minutes')
  })
})

describe('a yes ends with its run', () => {
  test('and is asked again in the next', () => {
    given(...on, ben.saysYes(), anna.turnsOff())
      .when(again)
      .and(ben, 'not-asked')
      .when(ben.isShown({ activation: 'run-2' }))
      .and(ben, 'unanswered')
  })
})

describe('later', () => {
  test('is still closed, once', () => {
    given(...shown)
      .when(ben.defers())
      .leadsTo({ type: 'consent.deferred', participant: 'ben', activation: 'run-1' })
      .and(ben, 'unanswered')
      .when(ben.defers())
      .changesNothing()
      .when(ben.accepts())
      .and(ben, 'open')
  })

  test('never takes a given answer back', () => {
    given(...on, ben.saysYes())
      .when(ben.defers())
      .changesNothing()
      .and(ben, 'open')
    given(...shown, ben.declines())
      .when(ben.defers())
      .changesNothing()
      .and(ben, 'declined')
  })

  test('is for the question that is on', () => {
    given(...shown, anna.turnsOff())
      .when(ben.defers())
      .isRejected('feature-off')
    given(...shown)
      .when(ben.defers({ activation: 'run-0' }))
      .isRejected('stale-activation')
    given(...on)
      .when(ben.defers())
      .isRejected('not-present')
  })

  test('counts as no decision', () => {
    const { state } = given(...shown, ben.defers())
    expect(selectAnswer(state.participants.get('ben'), 'summary').decision).toBe(0)
  })
})
