import { broken, unless } from '../verdict.ts'
import { comesUp, type Journey } from './journey.ts'

// takes: a page and how to act in it · gives: whether guests have the same controls, and a full screen the notice

/** A guest without an account: D27. */
export const guest: Journey = {
  rows: ['D27'],
  async walk(stage, acting) {
    if (acting.startAsGuest === undefined) return { D27: 'say in acting.startAsGuest how a guest comes in' }
    const { startAsGuest } = acting
    await comesUp(stage, acting)
    const { buttons: own, switches: ownSwitches } = await stage.look()
    await comesUp(stage, { ...acting, start: () => startAsGuest() })
    const { buttons, switches } = await stage.look()
    const [mine, theirs] = [
      [...own, ...ownSwitches],
      [...buttons, ...switches],
    ]
    const missing = mine.filter((name) => !theirs.includes(name))
    return {
      D27: unless(
        missing.length === 0,
        `a guest has no ${missing.join(', ')}`,
        'Give guests the same controls.',
      ),
    }
  },
}

/** Something else fills the screen: W10. */
export const fullscreen: Journey = {
  rows: ['W10'],
  async walk({ page, notice, element }, acting) {
    if (acting.fullscreen === undefined) return { W10: 'say in acting.fullscreen how the screen is filled' }
    await acting.start()
    await acting.fullscreen()
    await acting.ask()
    await element()
    const isSeen = await notice.evaluate((region) => {
      const { left, top, width, height } = region.getBoundingClientRect()
      const at = (region.getRootNode() as Document).elementFromPoint(left + width / 2, top + height / 2)
      return at !== null && region.contains(at)
    })
    await page.evaluate(() => document.exitFullscreen().catch(() => {}))
    // That it is seen there does not say what it covers elsewhere.
    return isSeen
      ? {}
      : {
          W10: broken(
            'the notice is not seen in full screen',
            'Put it into the element that fills the screen.',
          ),
        }
  },
}
