import { PEOPLE } from './cast.ts'
import { FAULTS } from './disk.ts'
import { DEVICE_LEASE_MS, isAnyOpen, WORKER_LEASE_MS } from './open-gates.ts'
import { chance, type Play, pick, pickDevice, type Said, type StepKind } from './play.ts'

// takes: a meeting as it is played · gives: what happens to machines, lines, processes and clocks, as steps

const isWritable = ({ meeting }: Play): boolean => meeting.disk.fault() === undefined
/** Two at once are enough: one that serves and one that has not noticed. */
const MOST_SERVERS = 2

function launch({ meeting }: Play): void {
  void meeting.launch()
}

/** What is asked of a machine before it has done anything since it woke up. */
function wake({ meeting }: Play, worker: Play['meeting']['workers'][number]): Said {
  const since = worker.machine.since() ?? 0
  const sleptMs = meeting.clock.monotonic() - since
  const isOpen = PEOPLE.some(({ name }) =>
    isAnyOpen((feature, ask) => worker.gate.permits(name, feature, ask)),
  )
  worker.machine.resume()
  if (sleptMs >= WORKER_LEASE_MS) meeting.note('a worker that woke up closed')
  const isWrong = isOpen && sleptMs >= WORKER_LEASE_MS
  return {
    says: `${worker.label} wakes up after ${sleptMs} ms`,
    broken: isWrong ? { rule: 4, what: `${worker.label} woke up with an open gate` } : undefined,
  }
}

export const FAULT_STEPS: readonly StepKind[] = [
  {
    name: 'a page loaded again',
    weight: 3,
    act(play) {
      const device = pickDevice(play)
      if (device.deployed !== play.meeting.deployed())
        play.meeting.note('an old page that loaded the new one')
      if (device.nos > 0) play.meeting.note('a no kept over a reload')
      device.reload(play.meeting.deployed())
      return `${device.label} reloads`
    },
  },
  {
    name: 'a device down',
    weight: 2,
    act(play) {
      const device = pickDevice(play)
      device.isDown = true
      device.cut()
      return `${device.label} is down`
    },
  },
  {
    name: 'a device up again',
    weight: 4,
    act(play) {
      const device = play.meeting.devices.find(({ isDown }) => isDown)
      if (device === undefined) return undefined
      device.isDown = false
      return `${device.label} is up again`
    },
  },
  {
    name: 'a line of a device broken',
    weight: 3,
    act(play) {
      const device = pickDevice(play)
      device.cut()
      return `the line of ${device.label} breaks`
    },
  },
  {
    name: 'a line of a device hangs',
    weight: 4,
    act(play) {
      const hanging = play.meeting.devices.filter(({ line }) => line.isPaused())
      const device = hanging.length > 0 && chance(play, 0.8) ? pick(play, hanging) : pickDevice(play)
      if (device.line.isPaused()) device.line.resume()
      else device.line.pause()
      return `the line of ${device.label} ${device.line.isPaused() ? 'hangs' : 'goes on'}`
    },
  },
  {
    name: 'a line of a worker broken',
    weight: 1,
    act(play) {
      const worker = pick(play, play.meeting.workers)
      worker.cut()
      return `the line of ${worker.label} breaks`
    },
  },
  {
    name: 'a line of a worker hangs',
    weight: 3,
    act(play) {
      const worker = pick(play, play.meeting.workers)
      if (worker.line.isPaused()) worker.line.resume()
      else worker.line.pause()
      return `the line of ${worker.label} ${worker.line.isPaused() ? 'hangs' : 'goes on'}`
    },
  },
  {
    name: 'a worker suspended',
    weight: 3,
    act(play) {
      const worker = pick(play, play.meeting.workers)
      if (worker.machine.isPaused()) return wake(play, worker)
      worker.machine.pause()
      return `${worker.label} is suspended`
    },
  },
  {
    name: 'a processor erases',
    weight: 4,
    act(play) {
      const able = play.meeting.workers.find((one) => one.duties() > 0 && !one.machine.isPaused())
      if (able === undefined) return undefined
      const done = able.erase()
      return `${able.label} erases ${done} times`
    },
  },
  {
    name: 'the ledger broken',
    weight: 3,
    act(play) {
      const { disk, note } = play.meeting
      if (disk.fault() !== undefined) return undefined
      const fault = pick(play, FAULTS)
      disk.break(fault)
      note(`the ledger ${fault}`)
      return `the ledger ${fault}`
    },
  },
  {
    name: 'the ledger mended',
    weight: 8,
    act(play) {
      if (isWritable(play)) return undefined
      play.meeting.disk.mend()
      return 'the ledger is well again'
    },
  },
  {
    name: 'the authority killed',
    weight: 3,
    act(play) {
      const { meeting } = play
      const server = meeting.newest()
      if (server === undefined) return undefined
      if (meeting.devices.some(({ nos }) => nos > 0)) meeting.note('a kill with an unwritten no')
      const isSilent = chance(play, 0.4)
      if (isSilent) server.cutPower()
      else server.kill()
      return isSilent ? 'the authority loses its power' : 'the authority is killed'
    },
  },
  {
    name: 'the authority started again',
    weight: 15,
    act(play) {
      const { meeting } = play
      if (meeting.newest() !== undefined || meeting.isOpening()) return undefined
      launch(play)
      return 'an authority starts'
    },
  },
  {
    name: 'the authority paused',
    weight: 2,
    act(play) {
      const servers = play.meeting.living().filter(({ pause }) => !pause.isPaused())
      if (servers.length === 0) return undefined
      pick(play, servers).pause.pause()
      return 'an authority is paused'
    },
  },
  {
    name: 'the authority resumed',
    weight: 8,
    act(play) {
      const paused = play.meeting.living().find(({ pause }) => pause.isPaused())
      paused?.pause.resume()
      return paused && 'an authority goes on'
    },
  },
  {
    name: 'another authority takes over',
    weight: 3,
    act(play) {
      const { meeting } = play
      if (meeting.living().length >= MOST_SERVERS || meeting.isOpening()) return undefined
      launch(play)
      return 'another authority opens on the same ledger'
    },
  },
  {
    name: 'a redeploy',
    weight: 3,
    act(play) {
      const { meeting } = play
      if (!isWritable(play) || meeting.isOpening() || meeting.living().length >= MOST_SERVERS)
        return undefined
      meeting.deployNext()
      const isRolling = chance(play, 0.4)
      if (!isRolling) for (const server of meeting.living()) server.kill()
      launch(play)
      const says = `deployment ${meeting.deployed() + 1} starts`
      return isRolling ? `${says} while the one before still runs` : says
    },
  },
  {
    name: 'the wall clock jumps',
    weight: 2,
    act(play) {
      const { meeting, random } = play
      if (play.wallClock === 'tells tokens') return undefined
      play.wallClock = 'jumps'
      const ms = Math.round((random() - 0.5) * 7_200_000)
      meeting.clock.jump(ms)
      return `the wall clock jumps by ${ms} ms`
    },
  },
  {
    name: 'everything suspended',
    weight: 2,
    act({ meeting, random }) {
      const ms = WORKER_LEASE_MS + Math.round(random() * 15_000)
      meeting.clock.suspend(ms)
      const isOpen = meeting.workers.some(({ gate }) =>
        PEOPLE.some(({ name }) => isAnyOpen((feature, ask) => gate.permits(name, feature, ask))),
      )
      const isBlind = ms >= DEVICE_LEASE_MS && meeting.devices.some(({ client }) => isAnyOpen(client.permits))
      meeting.clock.advance(0)
      const says = `everything is suspended for ${ms} ms`
      if (isBlind) return { says, broken: { rule: 4, what: 'a device woke up with an open gate' } }
      return { says, broken: isOpen ? { rule: 4, what: 'a worker woke up with an open gate' } : undefined }
    },
  },
  {
    name: 'a while goes by',
    weight: 2,
    async act({ meeting, random }) {
      const seconds = 5 + Math.round(random() * 25)
      for (let second = 0; second < seconds; second += 1) {
        meeting.clock.advance(1_000)
        await meeting.settle()
      }
      return `${seconds} s go by`
    },
  },
  {
    name: 'time goes by',
    weight: 25,
    act({ meeting, random }) {
      const ms = 100 + Math.round(random() * 2_000)
      meeting.clock.advance(ms)
      return `${ms} ms go by`
    },
  },
]
