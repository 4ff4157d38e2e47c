import { type ConsentClient, viewFeatures } from '@askfirst/core'
import { FEATURE_IDS } from './cast.ts'
import type { Device } from './device.ts'
import {
  chance,
  type Play,
  pick,
  pickDevice,
  pickFeature,
  pressedOf,
  type Said,
  type StepKind,
} from './play.ts'

// takes: a meeting as it is played · gives: what people do, whatever their page lets them, as steps

const seen = { visibleMs: 2_000, lang: 'en' }
type Reply = Awaited<ReturnType<ConsentClient['decline']>>

/** A yes counts as pressed unless it was refused for good: of an unanswered one nobody knows. */
function pressYes(play: Play, { participant }: Device, feature: string, reply: Promise<Reply>): void {
  play.pressCount += 1
  const [press, { yeses }] = [play.pressCount, pressedOf(play, participant, feature)]
  yeses.add(press)
  void reply.then((now) => {
    if (now.ok) return
    play.meeting.note(
      now.rejection.code === 'unavailable' ? 'a yes that could not be written' : 'a yes refused',
    )
    if (now.rejection.code !== 'unavailable') yeses.delete(press)
  })
}

function pressNo(
  play: Play,
  device: Device,
  feature: string,
  says: string,
  send: () => Promise<Reply>,
): Said {
  const { client, participant, label } = device
  play.pressCount += 1
  pressedOf(play, participant, feature).no = play.pressCount
  device.nos += 1
  void send().then(() => {
    if (device.client === client) device.nos -= 1
  })
  const asks = Object.keys(client.store.getState().catalogue.get(feature)?.feature.asks ?? {})
  const isOpen = asks.some((ask) => client.permits(feature, ask))
  return {
    says,
    broken: isOpen ? { rule: 2, what: `${label} said no to ${feature} and its own gate is open` } : undefined,
  }
}

const runningIn = (play: Play): string[] =>
  FEATURE_IDS.filter((id) => play.meeting.disk.truth().running[id] !== undefined)

function accept(play: Play, device: Device, feature: string, optional: readonly string[]): string {
  const grants = chance(play, 0.5) ? [...optional] : []
  pressYes(play, device, feature, device.client.accept(feature, { grants }))
  return `${device.label} accepts ${feature}${grants.map((ask) => ` and ${ask}`).join('')}`
}

export const PERSON_STEPS: readonly StepKind[] = [
  {
    name: 'a feature turned on',
    weight: 6,
    act(play) {
      const off = FEATURE_IDS.filter((id) => !runningIn(play).includes(id))
      const hosts = play.meeting.devices.filter(({ role }) => role !== 'attendee')
      const [feature, device] = [
        pick(play, chance(play, 0.9) && off.length > 0 ? off : FEATURE_IDS),
        pick(play, hosts),
      ]
      if (chance(play, 0.8)) {
        pressYes(play, device, feature, device.client.enable(feature, { answer: 'accept' }))
        return `${device.label} turns ${feature} on`
      }
      void device.client.enable(feature, { answer: 'decline' })
      return `${device.label} turns ${feature} on without themselves`
    },
  },
  {
    name: 'a feature turned off',
    weight: 1,
    act(play) {
      const [device, { id }] = [pickDevice(play), pickFeature(play)]
      void device.client.disable(id)
      return `${device.label} turns ${id} off`
    },
  },
  {
    name: 'a notice shown',
    weight: 10,
    act(play) {
      const [device, { id }] = [pickDevice(play), pickFeature(play)]
      void device.client.show(id, seen)
      return `${device.label} shows the notice of ${id}`
    },
  },
  {
    name: 'a notice shown and accepted',
    weight: 14,
    async act(play) {
      const [device, { id, optional }] = [pickDevice(play), pickFeature(play)]
      void device.client.show(id, seen)
      await play.meeting.settle()
      return `${device.label} shows the notice, and ${accept(play, device, id, optional)}`
    },
  },
  {
    name: 'a yes',
    weight: 8,
    act(play) {
      const { id, optional } = pickFeature(play)
      return accept(play, pickDevice(play), id, optional)
    },
  },
  {
    name: 'a no',
    weight: 4,
    act(play) {
      const [device, { id }] = [pickDevice(play), pickFeature(play)]
      return pressNo(play, device, id, `${device.label} declines ${id}`, () => device.client.decline(id))
    },
  },
  {
    name: 'a yes taken back',
    weight: 6,
    act(play) {
      const [device, { id }] = [pickDevice(play), pickFeature(play)]
      return pressNo(play, device, id, `${device.label} withdraws from ${id}`, () =>
        device.client.withdraw(id),
      )
    },
  },
  {
    name: 'one ask taken back',
    weight: 3,
    act(play) {
      const [device, { id, optional }] = [pickDevice(play), pickFeature(play)]
      void device.client.withdraw(id, { asks: [...optional] })
      return `${device.label} takes ${optional.join(' and ')} of ${id} back`
    },
  },
  {
    name: 'an answer put off',
    weight: 1,
    act(play) {
      const [device, { id }] = [pickDevice(play), pickFeature(play)]
      void device.client.defer(id)
      return `${device.label} says later to ${id}`
    },
  },
  {
    name: 'everybody says yes',
    weight: 3,
    async act(play) {
      const { id, optional } = pickFeature(play)
      for (const { client } of play.meeting.devices) void client.show(id, seen)
      await play.meeting.settle()
      for (const device of play.meeting.devices) accept(play, device, id, optional)
      return `everybody accepts ${id}`
    },
  },
  {
    name: 'asked again',
    weight: 2,
    act(play) {
      const [{ client, label }, { id }] = [pickDevice(play), pickFeature(play)]
      void client.askAgain(id).then(({ ok }) => {
        if (ok) play.meeting.note('somebody asked again')
      })
      return `${label} asks those again who have not answered ${id}`
    },
  },
  {
    name: 'an end asked for, unknown',
    weight: 2,
    act(play) {
      const [{ client, label }, { id }] = [pickDevice(play), pickFeature(play)]
      void client.requestOff(id).then(({ ok }) => {
        if (ok) play.meeting.note('an unknown request delivered')
      })
      return `${label} asks for ${id} to be turned off, unknown`
    },
  },
  {
    name: 'a breakout room entered',
    weight: 3,
    act(play) {
      const { client, label } = pickDevice(play)
      if (play.meeting.policyCase.policy.scope !== 'room') return undefined
      const room = client.store.getState().room === '' ? 'a' : ''
      client.enter('call', { room })
      return `${label} enters ${room === '' ? 'the main room' : `room ${room}`}`
    },
  },
  {
    name: 'asked to erase',
    weight: 4,
    act(play) {
      const able = play.meeting.devices.flatMap(({ client, label }) =>
        viewFeatures(client.store.getState()).flatMap(({ id, actions }) =>
          actions.includes('erase') ? [{ client, label, id }] : [],
        ),
      )
      if (able.length === 0) return undefined
      const { client, label, id } = pick(play, able)
      void client.erase(id)
      return `${label} asks to erase what ${id} captured`
    },
  },
  {
    name: 'an indicator hidden or shown',
    weight: 3,
    act(play) {
      const device = pickDevice(play)
      device.hide?.()
      device.hide = device.hide === undefined ? device.client.attachIndicator() : undefined
      return `${device.label} ${device.hide === undefined ? 'hides' : 'shows'} the indicator`
    },
  },
  {
    name: 'the lobby or the call entered',
    weight: 3,
    act(play) {
      const { client, label } = pickDevice(play)
      client.enter(client.store.getState().place === 'call' ? 'lobby' : 'call')
      return `${label} enters the ${client.store.getState().place}`
    },
  },
  {
    name: 'left',
    weight: 2,
    act(play) {
      const [{ client, label }, { id }] = [pickDevice(play), pickFeature(play)]
      const isInstead = chance(play, 0.4)
      void client.leave(isInstead ? { instead: id } : {})
      return `${label} leaves${isInstead ? ` instead of agreeing to ${id}` : ''}`
    },
  },
]
