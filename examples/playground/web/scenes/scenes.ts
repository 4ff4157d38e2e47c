import {
  acceptOrLeave,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
  sharedUplink,
} from '@askfirst/core'
import { toSummary } from '../knobs/policy.ts'
import { AS_HOST, agree, gather, othersAgree, SHOWN, type Stage, toRun, turnOn } from './stage.ts'
import { takeHome } from './take-home.ts'

/** The parts that there are states of, by the name they are exported under. */
export const PREFABS = {
  notice: 'ConsentNotice',
  indicator: 'ConsentIndicator',
  choices: 'MyChoices',
  host: 'HostFeatures',
  tally: 'ConsentTally',
  lobby: 'LobbyNotice',
  receipt: 'ReceiptView',
} as const
export type Prefab = keyof typeof PREFABS

/** One state of one part, as Ben sees it. */
export interface Scene {
  readonly shows: Prefab
  /** What has happened, not what it looks like: that depends on the policy. */
  readonly says: string
  /** Under the policy that is set, unless the state is one of a certain policy. */
  open(policy: Policy): Promise<Stage>
}

const CROWD = ['Cleo', 'Dora', 'Ed', 'Fay', 'Gus', 'Hana', 'Ivo']
const ofHost = { ben: AS_HOST }
// biome-ignore lint/suspicious/noThenProperty: the policy's own word
const hurried: Policy = { ...acceptOrLeave, unanswered: { afterMs: 60_000, then: 'leave' } }
const bot = (participant: string, kind: 'agent' | 'recorder') => ({ participant, kind })
const muting = () => ({ uplink: sharedUplink({ mute: () => () => {} }) })

/** Everybody else has agreed, and then Ben does. */
async function included(policy: Policy, options?: Parameters<typeof turnOn>[1]): Promise<Stage> {
  const stage = await turnOn(policy, options)
  await othersAgree(stage, toRun(policy))
  await agree(stage.ben, toRun(policy))
  await stage.meeting.settle()
  return stage
}
/** Ben stopped it, and a second later the server has not confirmed. */
async function muted(): Promise<Stage> {
  const stage = await included(leaveMeOut, { ben: muting() })
  await stage.meeting.kill()
  void stage.ben.withdraw('summary')
  await stage.meeting.advance(1_000)
  return stage
}
/** Ben has said no. */
async function refused(policy: Policy): Promise<Stage> {
  const stage = await turnOn(policy)
  const run = toRun(policy)
  await stage.ben.show(run, SHOWN)
  if (policy.decline === 'leave') await stage.ben.leave({ instead: run })
  else await stage.ben.decline(run)
  await stage.meeting.settle()
  return stage
}

export const scenes: Readonly<Record<string, Scene>> = {
  notice: { shows: 'notice', says: 'The summary was turned on.', open: turnOn },
  'notice-two': {
    shows: 'notice',
    says: 'Two features were turned on.',
    async open(policy) {
      const stage = await turnOn(policy, { more: ['captions'] })
      await stage.meeting.advance(1_000)
      await stage.ana.enable('captions', { answer: 'accept' })
      return stage
    },
  },
  'notice-own-run': {
    shows: 'notice',
    says: 'Cleo turned on notes of her own.',
    async open() {
      const stage = await gather(leaveMeOut, { more: ['notes'] })
      await stage.rest[0]?.enable('notes', { answer: 'accept' })
      return stage
    },
  },
  'notice-leave': { shows: 'notice', says: 'acceptOrLeave', open: () => turnOn(acceptOrLeave) },
  'notice-everybody': { shows: 'notice', says: 'everyoneOrNobody', open: () => turnOn(everyoneOrNobody) },
  'notice-objection': { shows: 'notice', says: 'objection', open: () => turnOn(objection) },
  'notice-only': { shows: 'notice', says: 'noticeOnly', open: () => turnOn(noticeOnly) },
  'notice-ending': {
    shows: 'notice',
    says: 'The time to answer is nearly over.',
    async open() {
      const stage = await turnOn(hurried)
      await stage.meeting.advance(31_000)
      return stage
    },
  },
  'indicator-sending': {
    shows: 'indicator',
    says: 'Ben’s yes is on its way; a server that hangs gives up after 15 seconds.',
    async open() {
      const stage = await turnOn(leaveMeOut)
      await stage.ben.show('summary', SHOWN)
      stage.ledger.stall()
      void stage.ben.accept('summary')
      return stage
    },
  },
  'notice-failing': {
    shows: 'notice',
    says: 'Nothing can be saved: press “Include me”.',
    async open() {
      const stage = await turnOn(leaveMeOut)
      await stage.ben.show('summary', SHOWN)
      stage.ledger.fail()
      return stage
    },
  },
  'notice-room': {
    shows: 'notice',
    says: 'Ben is a meeting room.',
    open: (policy) => turnOn(policy, { ben: { kind: 'room' } }),
  },
  'notice-told': {
    shows: 'notice',
    says: 'Ben said no to an earlier run.',
    async open() {
      const stage = await refused(leaveMeOut)
      await stage.ana.disable('summary')
      await stage.ana.enable('summary', { answer: 'accept' })
      return stage
    },
  },
  'notice-always-no': {
    shows: 'notice',
    says: 'Ben always says no here.',
    async open() {
      const stage = await gather(leaveMeOut)
      stage.ben.setStandingNo('on')
      await stage.ana.enable('summary', { answer: 'accept' })
      return stage
    },
  },
  'indicator-off': { shows: 'indicator', says: 'Nothing is on.', open: gather },
  'indicator-question': { shows: 'indicator', says: 'Ben has not answered.', open: turnOn },
  'indicator-included': { shows: 'indicator', says: 'All have said yes.', open: included },
  'indicator-left-out': { shows: 'indicator', says: 'Ben has said no.', open: () => refused(leaveMeOut) },
  'indicator-later': {
    shows: 'indicator',
    says: 'Ben has said later.',
    async open() {
      const stage = await turnOn(leaveMeOut)
      await stage.ben.show('summary', SHOWN)
      await stage.ben.defer('summary')
      return stage
    },
  },
  'indicator-waiting': {
    shows: 'indicator',
    says: 'Ben has said yes, and others have not.',
    async open() {
      const stage = await turnOn(everyoneOrNobody)
      await agree(stage.ben, 'summary')
      return stage
    },
  },
  'indicator-paused': {
    shows: 'indicator',
    says: 'All had agreed; then Ed came.',
    async open() {
      const stage = await included(everyoneOrNobody)
      await stage.meeting.join('Ed')
      await stage.meeting.app().reportRoster(['Ana', 'Ben', 'Cleo', 'Dora', 'Ed'])
      return stage
    },
  },
  'indicator-others': {
    shows: 'indicator',
    says: 'Bots, and somebody who was not asked, are in the call.',
    async open() {
      const stage = await included(leaveMeOut)
      const bots = [bot('Scribe', 'agent'), bot('Hall camera', 'recorder')]
      await stage.meeting.app().reportRoster(['Ana', 'Ben', 'Cleo', 'Dora', 'Zed', ...bots])
      return stage
    },
  },
  'indicator-lost': {
    shows: 'indicator',
    says: 'The consent server is out of reach.',
    async open(policy) {
      const stage = await included(policy)
      await stage.meeting.kill()
      return stage
    },
  },
  'indicator-offline': {
    shows: 'indicator',
    says: 'The consent server has been out of reach for a while.',
    async open(policy) {
      const stage = await included(policy)
      await stage.meeting.kill()
      await stage.meeting.advance(21_000)
      return stage
    },
  },
  'indicator-stopping': {
    shows: 'indicator',
    says: 'Ben stopped it; the server has not confirmed.',
    async open() {
      const stage = await included(leaveMeOut)
      await stage.meeting.kill()
      void stage.ben.withdraw('summary')
      return stage
    },
  },
  'indicator-muted': {
    shows: 'indicator',
    says: 'The same, a second later, on a shared uplink.',
    open: muted,
  },
  'indicator-unmuted': {
    shows: 'indicator',
    says: 'The same, and Ben unmuted by hand.',
    async open() {
      const stage = await muted()
      stage.ben.unmute()
      return stage
    },
  },
  'indicator-outdated': {
    shows: 'indicator',
    says: 'Ben’s page was loaded before the feature was declared anew.',
    open: () => turnOn(leaveMeOut, { ben: { features: [{ ...toSummary(leaveMeOut), revision: 2 }] } }),
  },
  'indicator-unknown': {
    shows: 'indicator',
    says: 'Captions are on, of which Ben’s page knows nothing.',
    async open() {
      const ben = { features: [toSummary(leaveMeOut)] }
      const stage = await gather(leaveMeOut, { more: ['captions'], ben })
      await stage.ana.enable('captions', { answer: 'accept' })
      return stage
    },
  },
  'choices-question': { shows: 'choices', says: 'Ben has not answered.', open: turnOn },
  'choices-included': { shows: 'choices', says: 'All have said yes.', open: included },
  'choices-left-out': { shows: 'choices', says: 'Ben has said no.', open: () => refused(leaveMeOut) },
  'choices-erase': {
    shows: 'choices',
    says: 'Ben was included, and stopped it.',
    async open() {
      const stage = await included(leaveMeOut)
      await stage.ben.withdraw('summary')
      return stage
    },
  },
  'choices-erasing': {
    shows: 'choices',
    says: 'Ben asked to have erased what was captured.',
    async open() {
      const stage = await included(leaveMeOut)
      await stage.ben.withdraw('summary')
      await stage.ben.erase('summary')
      return stage
    },
  },
  'choices-erased': {
    shows: 'choices',
    says: 'And it was erased.',
    async open() {
      const stage = await included(leaveMeOut)
      const worker = await stage.meeting.worker({ processor: 'Acme AI' })
      worker.onErase((duty) => worker.acknowledgeErasure(duty))
      await stage.ben.withdraw('summary')
      await stage.ben.erase('summary')
      await stage.meeting.settle()
      return stage
    },
  },
  'choices-off': { shows: 'choices', says: 'Nothing is on.', open: gather },
  'host-off': { shows: 'host', says: 'Nothing is on.', open: (policy) => gather(policy, ofHost) },
  'host-asking': { shows: 'host', says: 'It was turned on.', open: (policy) => turnOn(policy, ofHost) },
  'host-on': { shows: 'host', says: 'All have said yes.', open: (policy) => included(policy, ofHost) },
  'host-many': {
    shows: 'host',
    says: 'Five features, three of them on and one of those for Ben alone.',
    async open() {
      const more = ['notes', 'captions', 'transcript', 'answers'] as const
      const stage = await turnOn(leaveMeOut, { ...ofHost, more })
      await agree(stage.ben, 'summary')
      await stage.ben.enable('notes', { answer: 'accept' })
      await stage.ana.enable('transcript', { answer: 'accept' })
      await stage.meeting.settle()
      return stage
    },
  },
  'host-paused': {
    shows: 'host',
    says: 'All had agreed; then Ed came.',
    async open() {
      const stage = await included(everyoneOrNobody, ofHost)
      await stage.meeting.join('Ed')
      await stage.meeting.app().reportRoster(['Ana', 'Ben', 'Cleo', 'Dora', 'Ed'])
      return stage
    },
  },
  'host-ask-again': {
    shows: 'host',
    says: 'Some have not answered for half a minute.',
    async open() {
      const stage = await turnOn(leaveMeOut, ofHost)
      await stage.meeting.advance(31_000)
      return stage
    },
  },
  'host-requests': {
    shows: 'host',
    says: 'Cleo asks to turn it off, and somebody without a name.',
    async open() {
      const stage = await turnOn(leaveMeOut, ofHost)
      await stage.rest[0]?.requestOff('summary', { anonymous: false })
      void stage.rest[1]?.requestOff('summary')
      await stage.meeting.advance(32_000)
      return stage
    },
  },
  ...Object.fromEntries(
    (['named', 'counts', 'outcome'] as const).map((disclosure): [string, Scene] => [
      `tally-${disclosure}`,
      {
        shows: 'tally',
        says: `Half of them have said yes; hosts learn: ${disclosure}.`,
        async open() {
          const stage = await turnOn({ ...leaveMeOut, disclosure }, { ...ofHost, others: CROWD })
          for (const one of stage.rest.slice(0, 4)) await agree(one, 'summary')
          await stage.meeting.settle()
          return stage
        },
      },
    ]),
  ),
  'host-offline': {
    shows: 'host',
    says: 'The consent server is out of reach.',
    async open() {
      const stage = await included(leaveMeOut, ofHost)
      await stage.meeting.kill()
      return stage
    },
  },
  'lobby-question': {
    shows: 'lobby',
    says: 'It is on, and Ben is about to join.',
    open: (policy) => turnOn(policy, { ben: { place: 'lobby' } }),
  },
  'lobby-answered': {
    shows: 'lobby',
    says: 'Ben has answered before joining.',
    async open() {
      const stage = await turnOn(leaveMeOut, { ben: { place: 'lobby' } })
      await agree(stage.ben, 'summary')
      return stage
    },
  },
  receipt: {
    shows: 'receipt',
    says: 'All have said yes: press “Take my receipt”.',
    open: (policy) => included(policy, { ben: { takeHome } }),
  },
  'receipt-failing': {
    shows: 'receipt',
    says: 'There is no receipt to be had: press “Take my receipt”.',
    open: included,
  },
  'lobby-recorder': {
    shows: 'lobby',
    says: 'It is on, and a recorder is in the call.',
    async open() {
      const stage = await turnOn(leaveMeOut, { ben: { place: 'lobby' } })
      await stage.meeting.app().reportRoster(['Ana', 'Cleo', 'Dora', bot('Hall camera', 'recorder')])
      await stage.meeting.advance(1_000)
      return stage
    },
  },
}
