import { PEOPLE } from './cast.ts'
import { chance, type Play, pick, pickDevice, type StepKind } from './play.ts'

// takes: a meeting as it is played · gives: what the app's own server does, and what hosts do to others, as steps

const STRANGER = 'eve'
const LATE_EVENTS = 12

/** Who is in the call by what the ledger said so many events ago. */
export function inCall({ meeting }: Play, eventsAgo = 0): string[] {
  const { people } = meeting.disk.truth(Math.max(0, meeting.disk.events.length - eventsAgo))
  return PEOPLE.flatMap(({ name }) => {
    const devices = Object.values(people[name]?.devices ?? {})
    return devices.some(({ place }) => place === 'call') ? [name] : []
  })
}

/** Reports who is in the call to an authority that goes; says whether there is one. */
export function reportRoster(play: Play, names: readonly string[]): boolean {
  const { app, living } = play.meeting
  const server = living()
    .filter(({ pause }) => !pause.isPaused())
    .at(-1)
  const participants = names.map((participant) => ({ participant, kind: 'person' as const }))
  if (server !== undefined) void app.tell(server.authority(), { type: 'roster.report', participants })
  return server !== undefined
}

const isForAll = ({ meeting }: Play): boolean => meeting.policyCase.policy.start === 'all'

export const APP_STEPS: readonly StepKind[] = [
  {
    name: 'the roster reported',
    weight: 8,
    act(play) {
      // Where nothing waits for everybody it only tells people of strangers.
      if (!isForAll(play) && chance(play, 0.8)) return undefined
      const isLate = chance(play, 0.15)
      const isOdd = chance(play, 0.15)
      const names = [...inCall(play, isLate ? LATE_EVENTS : 0), ...(isOdd ? [STRANGER] : [])]
      if (!reportRoster(play, names)) return undefined
      if (isOdd) play.meeting.note('a stranger in the call')
      return `the app reports ${names.join(', ')} in the call${isLate ? ', late' : ''}`
    },
  },
  {
    name: 'somebody removed',
    weight: 1,
    act(play) {
      const { app, devices, living, note } = play.meeting
      const { name } = pick(play, PEOPLE)
      if (app.removedAt(name) !== undefined || play.wallClock === 'jumps') return undefined
      play.wallClock = 'tells tokens'
      if (chance(play, 0.3)) {
        const server = living().find(({ pause }) => !pause.isPaused())
        if (server === undefined) return undefined
        void app.tell(server.authority(), { type: 'participant.remove', participant: name })
        return `the app removes ${name}`
      }
      const hosts = devices.filter(({ role, participant }) => role !== 'attendee' && participant !== name)
      if (hosts.length === 0) return undefined
      const { client, label } = pick(play, hosts)
      void client.remove(name).then(({ ok }) => {
        if (ok) note('a removal acknowledged')
      })
      return `${label} removes ${name}`
    },
  },
  {
    name: 'a role changed',
    weight: 1,
    act(play) {
      const { devices, note } = play.meeting
      if (play.wallClock === 'jumps') return undefined
      const { name } = pick(play, PEOPLE.slice(1))
      const was = devices.find(({ participant }) => participant === name)?.role
      const role = was === 'attendee' ? 'cohost' : 'attendee'
      play.wallClock = 'tells tokens'
      const { client, label } = pickDevice(play)
      void client.changeRole(name, role).then(({ ok }) => {
        if (ok) note('a role changed and acknowledged')
      })
      return `${label} makes ${name} ${role}`
    },
  },
  {
    name: 'a newer token',
    weight: 8,
    act(play) {
      const { app } = play.meeting
      const waiting = app.cut()
      if (waiting.length === 0) return undefined
      const name = pick(play, waiting)
      app.renew(name)
      return `the app gives ${name} a newer token`
    },
  },
]
