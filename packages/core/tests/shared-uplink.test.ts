import { describe, expect, test } from 'vitest'
import { enforced, inCall, seen } from './uplink-stage.ts'

// One uplink for people and AI: where a no is not confirmed in time, the device mutes it and says so.

describe('a no that is confirmed in time', () => {
  test.each(['withdraw', 'decline'] as const)('%s mutes nothing', async (no) => {
    const { meeting, guest, mic, uplink } = await inCall()
    await guest[no]('summary')
    await meeting.advance(5_000)
    expect([uplink(), mic.log]).toEqual(['open', []])
  })

  test('by enforcers too mutes nothing', async () => {
    const { meeting, guest, mic, standing } = await enforced()
    await guest.withdraw('summary')
    // Enforcers say at most ten times a second what they did.
    await meeting.advance(200)
    await meeting.advance(5_000)
    expect([standing(), mic.log]).toEqual(['left-out', []])
  })
})

describe('a no that is not confirmed within a second', () => {
  test.each(['withdraw', 'decline'] as const)(
    '%s without a connection mutes, and it comes back once it has arrived',
    async (no) => {
      const { meeting, guest, wire, mic, uplink, standing } = await inCall()
      const up = wire.down()
      void guest[no]('summary')
      await meeting.advance(999)
      expect([uplink(), mic.log]).toEqual(['open', []])
      await meeting.advance(1)
      expect([uplink(), standing(), mic.log]).toEqual(['muted', 'stopping', ['mute']])
      await meeting.advance(60_000)
      expect([uplink(), mic.log]).toEqual(['muted', ['mute']])
      up()
      await meeting.advance(10_000)
      expect([uplink(), standing(), mic.log]).toEqual(['open', 'left-out', ['mute', 'give back']])
    },
  )

  test('mutes where the link stands and the authority has gone silent', async () => {
    const { meeting, guest, ledger, uplink, mic, standing } = await inCall()
    const mend = ledger.fail()
    void guest.withdraw('summary')
    await meeting.advance(2_000)
    expect([uplink(), standing()]).toEqual(['muted', 'stopping'])
    mend()
    await meeting.advance(3_000)
    expect([uplink(), mic.log]).toEqual(['open', ['mute', 'give back']])
  })

  test('mutes where its reply is lost, and comes back by the reply to the same command', async () => {
    const { meeting, guest, wire, mic, uplink } = await inCall()
    void guest.withdraw('summary')
    const up = wire.down()
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
    up()
    await meeting.advance(10_000)
    expect([uplink(), mic.log]).toEqual(['open', ['mute', 'give back']])
  })

  test('mutes for one ask that was taken back, and not for one that never was open', async () => {
    const { meeting, guest, wire, uplink } = await inCall()
    wire.down()
    void guest.withdraw('summary', { asks: ['improve'] })
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
  })

  test('mutes while enforcers have not said so, and not a moment less', async () => {
    const { meeting, guest, mic, uplink, standing, stopFeeding, confirm } = await enforced()
    stopFeeding()
    await guest.withdraw('summary')
    await meeting.settle()
    await meeting.advance(1_000)
    expect([uplink(), standing()]).toEqual(['muted', 'stopping'])
    confirm()
    await meeting.settle()
    expect([uplink(), standing(), mic.log]).toEqual(['open', 'left-out', ['mute', 'give back']])
  })

  test('mutes the device that is heard, whichever the no was said on', async () => {
    const { meeting, stopFeeding, confirm, uplink } = await enforced()
    const phone = await meeting.join('ben')
    stopFeeding()
    await phone.withdraw('summary')
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
    confirm()
    await meeting.settle()
    expect(uplink()).toBe('open')
  })

  test('mutes who goes to the lobby, and comes back there or in the call', async () => {
    const { meeting, guest, wire, mic, uplink } = await inCall()
    const up = wire.down()
    guest.enter('lobby')
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
    up()
    await meeting.advance(10_000)
    expect([uplink(), mic.log]).toEqual(['open', ['mute', 'give back']])
    expect(guest.store.getState().view?.you.place).toBe('lobby')
  })

  test('counts a yes whose fate nobody knows', async () => {
    const { meeting, guest, wire, uplink } = await inCall({ says: 'nothing' })
    const yes = guest.accept('summary')
    wire.down()
    await yes
    void guest.decline('summary')
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
  })

  test('follows the monotonic clock: neither a jump of the other nor a late timer changes it', async () => {
    const { meeting, guest, wire, uplink } = await inCall()
    wire.down()
    void guest.withdraw('summary')
    const { monotonic, now } = meeting.clock
    meeting.clock.now = () => now() - 86_400_000
    await meeting.advance(999)
    expect(uplink()).toBe('open')
    // A timer that sleeps with its page: whatever happens next is looked at.
    meeting.clock.monotonic = () => monotonic() + 60_000
    guest.attachIndicator()()
    guest.enter('call', { room: 'green' })
    expect(uplink()).toBe('muted')
  })
})

describe('nobody is muted', () => {
  test('whose no needs no stop', async () => {
    const { meeting, guest, wire, mic, uplink } = await inCall({ says: 'nothing' })
    wire.down()
    void guest.decline('summary')
    void guest.withdraw('minutes')
    await meeting.advance(60_000)
    expect([uplink(), mic.log]).toEqual(['open', []])
  })

  test('whose no is about what was left off', async () => {
    const { meeting, guest, wire, mic } = await inCall({ says: 'nothing' })
    await guest.accept('summary')
    wire.down()
    void guest.withdraw('summary', { asks: ['improve'] })
    await meeting.advance(60_000)
    expect(mic.log).toEqual([])
  })

  test('who is left out already, while a list about others is not confirmed', async () => {
    const { meeting, guest, host, mic, stopFeeding } = await enforced()
    await guest.withdraw('summary')
    await meeting.advance(200)
    await meeting.advance(1_000)
    stopFeeding()
    await host.withdraw('summary')
    void guest.decline('summary')
    await meeting.advance(2_500)
    expect(mic.log).toEqual([])
  })

  test('for a connection that is lost without a no', async () => {
    const { meeting, wire, mic } = await inCall()
    wire.down()
    await meeting.advance(60_000)
    expect(mic.log).toEqual([])
  })

  test('who turned it off for everybody', async () => {
    const { meeting, host, mic } = await inCall()
    await host.disable('summary')
    await meeting.advance(5_000)
    expect(mic.log).toEqual([])
  })
})

describe('the person’s own hand', () => {
  test('is not fought: it is not muted again for the same no, and is muted for a later one', async () => {
    const { meeting, guest, wire, mic, uplink } = await inCall()
    const up = wire.down()
    void guest.withdraw('summary')
    await meeting.advance(1_000)
    guest.unmute()
    expect([uplink(), mic.log]).toEqual(['unmuted', ['mute', 'give back']])
    await meeting.advance(60_000)
    expect([uplink(), mic.log]).toEqual(['unmuted', ['mute', 'give back']])
    void guest.withdraw('summary')
    await meeting.advance(1_000)
    expect([uplink(), mic.log]).toEqual(['muted', ['mute', 'give back', 'mute']])
    up()
    await meeting.advance(10_000)
    expect([uplink(), mic.log]).toEqual(['open', ['mute', 'give back', 'mute', 'give back']])
  })

  test('comes to nothing where nothing is muted', async () => {
    const { meeting, guest, wire, mic, uplink } = await inCall()
    guest.unmute()
    wire.down()
    void guest.withdraw('summary')
    guest.unmute()
    await meeting.advance(1_000)
    expect([uplink(), mic.log]).toEqual(['muted', ['mute']])
  })

  test('a later yes of another device gives it back', async () => {
    const { meeting, guest, stopFeeding, mic, uplink } = await enforced()
    const phone = await meeting.join('ben')
    stopFeeding()
    await guest.withdraw('summary')
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
    await phone.show('summary', seen)
    expect(await phone.accept('summary')).toEqual({ ok: true })
    await meeting.settle()
    expect([uplink(), mic.log]).toEqual(['open', ['mute', 'give back']])
  })
})
