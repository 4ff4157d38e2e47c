import type { Catalogue } from '../model/catalogue.ts'
import type { PersonView } from '../project.ts'
import type { Reply } from '../rejection.ts'

// takes: what goes wrong because something was built, deployed or connected wrongly · gives: it to the engineer, once
// never: says the same twice, or lets who hears it break what says it

/** Words for an engineer: what does not work, and what to do. */
export type OnTrouble = (trouble: string) => void

/** Rejections that no participant can do anything about. */
const MISTAKES: readonly string[] = [
  'malformed',
  'no-roster',
  'unknown-ask',
  'unknown-feature',
  'unknown-notice',
]

/** More than there are, unless a page's own error has another number in it each time: it comes every few seconds. */
const MOST_SAID = 20

/** Tells each trouble once. */
export function sayOnce(onTrouble: OnTrouble = () => {}): OnTrouble {
  const said = new Set<string>()
  return (trouble) => {
    if (said.has(trouble) || said.size >= MOST_SAID) return
    said.add(trouble)
    queueMicrotask(() => onTrouble(trouble))
  }
}

/** The same, with what goes wrong in a page only. */
export function createTroubles(onTrouble?: OnTrouble) {
  const say = sayOnce(onTrouble)
  return {
    say,
    /** What this page declares, and the authority does not, or otherwise. */
    compare(catalogue: Catalogue, view: PersonView): void {
      for (const [id, { hash }] of catalogue) {
        if (view.features[id]?.hash === hash) continue
        say(
          `Feature "${id}" is declared here, and not at the consent server or otherwise: it stays off here. Give both the same features and restart the server.`,
        )
      }
    },
    /** Somebody said yes, and nothing indicates it. */
    missIndicator: () =>
      say(
        'A yes captures nothing before a lasting indicator is in sight: render <ConsentIndicator>, or attachIndicator() for one of your own.',
      ),
    /** What became of a wish. */
    hear(reply: Reply): Reply {
      if (!reply.ok && MISTAKES.includes(reply.rejection.code)) {
        say(`Rejected as ${reply.rejection.code}: ${reply.rejection.message}`)
      }
      return reply
    },
  }
}
