// #region meeting
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { summary } from './features.ts'

test('only who says yes is heard', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const ana = await meeting.join('ana', { role: 'host' })
  const ben = await meeting.join('ben')
  const ai = await meeting.worker()
  const standing = () => viewFeature(ben.store.getState(), 'meeting-summary')?.standing
  const isHeard = (who: string) => ai.permits(who, 'meeting-summary', 'summarise')

  await ana.enable('meeting-summary', { answer: 'accept' })
  assert.equal(standing(), 'question')
  assert.deepEqual([isHeard('ana'), isHeard('ben')], [true, false])

  await ben.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }) // what your notice reports
  await ben.accept('meeting-summary')
  assert.equal(isHeard('ben'), true)
  await ben.withdraw('meeting-summary')
  assert.equal(isHeard('ben'), false)

  await ana.leave()
  await meeting.advance(60_000) // a minute of the meeting's clock without a host, at once
  assert.equal(standing(), 'off')
})
// #endregion
