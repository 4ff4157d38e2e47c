import { launchChromium } from 'e2e/src/call-browser.ts'
import { openGuest, openHost } from 'e2e/src/call-page.ts'
import { consentOf } from 'e2e/src/consent-page.ts'
import { startDemoServer } from 'e2e/src/demo-server.ts'
import { type Row, toRow } from '../row.ts'

const TRIES = 20
const TURNS = 5
const FEATURE = 'Meeting summary'
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * What people wait for in a real call in Chromium: from the host's press to the notice on somebody else's
 * screen, and from the press on "Stop including me" to silence at the notetaker. The host's own packets are
 * the positive control.
 */
export async function measureCall(): Promise<Row[]> {
  const [browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
  try {
    const hostPage = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
    await hostPage.enter()
    const guestPage = await openGuest(browser, hostPage.link(), { name: 'Ben', toneHz: 550 })
    await guestPage.enter()
    const [host, guest] = [consentOf(hostPage), consentOf(guestPage)]
    const [hostId, guestId] = await Promise.all([hostPage.participant(), guestPage.participant()])
    const heard = async (participant: string) => {
      const found = (await demo.hearing()).participants[participant]
      if (found === undefined) throw new Error('the notetaker has no connection of this person')
      return found
    }
    const noticeMs: number[] = []
    for (let turn = 0; turn < TURNS; turn += 1) {
      if (turn > 0) await host.turnsOff(FEATURE)
      const painted = guest.paintsNotice()
      const pressedAt = await host.turnsOn(FEATURE, 'include me')
      noticeMs.push((await painted) - pressedAt)
    }
    await guest.accepts(FEATURE)

    const packets: number[] = []
    const lastMs: number[] = []
    let hostPackets = 0
    for (let round = 0; round < TRIES; round += 1) {
      await pause(500)
      const hostBefore = (await heard(hostId)).packets.received
      const press = await guest.withdraws()
      await pause(500)
      const { packets: counted, arrivals } = await heard(guestId)
      if (counted.received < press.sent) throw new Error('packets were lost on loopback; measure again')
      packets.push(counted.received - press.sent)
      lastMs.push(Math.max(0, (arrivals.at(-1)?.at ?? 0) - press.at))
      hostPackets += (await heard(hostId)).packets.received - hostBefore
      await guest.changesTo(FEATURE, 'Include me')
    }
    // 50 packets a second for at least half a second a round: the other person lost none to speak of.
    if (hostPackets < TRIES * 20) throw new Error(`only ${hostPackets} packets of the other person arrived`)
    return [
      toRow(`turn on to the notice on another screen, median of ${TURNS}`, median(noticeMs), 'ms', 250),
      toRow(
        `withdraw to silence, packets after the press, most of ${TRIES}`,
        Math.max(...packets),
        'packets',
        1,
      ),
      toRow('withdraw to silence, last packet after the press, median', median(lastMs), 'ms', 20),
    ]
  } finally {
    await browser.close()
    await demo.stop()
  }
}
