import { expect, test } from 'vitest'
import { createToneDetector, tonePower } from './goertzel.ts'

const sine = (frequencyHz: number, ms: number, amplitude = 1) =>
  Float32Array.from(
    { length: 48 * ms },
    (_, n) => amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / 48_000),
  )
const frequenciesHz = [330, 440, 550]

test('a full-scale sine has power 1 at its own frequency and none at another', () => {
  expect(tonePower(sine(440, 100), 440, 48_000)).toBeCloseTo(1, 5)
  expect(tonePower(sine(440, 100), 550, 48_000)).toBeLessThan(1e-6)
})

test('silence has no tone', () => {
  const detector = createToneDetector({ frequenciesHz })
  detector.push(new Float32Array(48_000), 1)
  expect([...detector.lastHeardAt]).toEqual([])
})

test('a tone is heard across frames of 20 ms, and dated by the frame that filled the window', () => {
  const detector = createToneDetector({ frequenciesHz })
  const tone = sine(440, 120, 0.3)
  for (let at = 0; at < 6; at++) detector.push(tone.subarray(at * 960, at * 960 + 960), at)
  expect([...detector.lastHeardAt]).toEqual([[440, 4]])
})

test('two tones at once are both heard', () => {
  const detector = createToneDetector({ frequenciesHz })
  const [low, high] = [sine(330, 100, 0.5), sine(550, 100, 0.3)]
  detector.push(
    low.map((sample, n) => sample + (high[n] ?? 0)),
    7,
  )
  expect([...detector.lastHeardAt.keys()]).toEqual([330, 550])
})

test('a tone that starts in mid-window is heard as itself only', () => {
  const detector = createToneDetector({ frequenciesHz })
  detector.push(new Float32Array(2_040), 1)
  detector.push(sine(440, 100), 2)
  expect([...detector.lastHeardAt.keys()]).toEqual([440])
})
