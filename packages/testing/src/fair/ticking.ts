import { pause, type Stage } from './stage.ts'
import { unless, type Verdicts } from './verdict.ts'

/** Looks twice, more than a second apart: what counts down, or shrinks, is found. */
export async function readTicking({ notice, wanted }: Stage): Promise<Verdicts> {
  if (wanted.find.accept === null) return { D15: 'there is no yes and no here' }
  const look = () =>
    notice.evaluate((element) => ({
      digits: (element.textContent ?? '').replace(/\D+/g, ' '),
      boxes: [...element.querySelectorAll('*')].map((inner) => {
        const { width, height } = inner.getBoundingClientRect()
        return `${Math.round(width)} ${Math.round(height)}`
      }),
      texts: [...element.querySelectorAll('*')].map((inner) => inner.textContent),
    }))
  const before = await look()
  await pause(1_200)
  const after = await look()
  const isSame = before.boxes.length === after.boxes.length
  // What grows or shrinks while its words stay the same is a bar that runs.
  const isRunning =
    isSame && before.boxes.some((box, at) => box !== after.boxes[at] && before.texts[at] === after.texts[at])
  return {
    D15: [
      ...unless(
        before.digits === after.digits,
        `numbers changed from "${before.digits.trim()}" to "${after.digits.trim()}"`,
        'Take the countdown away: nothing happens by itself.',
      ),
      ...unless(!isRunning, 'something in the notice grows or shrinks by itself', 'Take the countdown away.'),
    ],
  }
}
