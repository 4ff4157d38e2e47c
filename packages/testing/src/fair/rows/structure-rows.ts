import { type FairBreach, HELD, unless } from '../verdict.ts'
import type { Rows } from './answer-rows.ts'

// takes: one look at a page · gives: the rows about what is in the notice, how it is named, and what it covers

const UNSEEN_SWITCHES = 'a list says by aria-setsize that it has more purposes than it draws'

const each = (found: readonly string[], fix: string): readonly FairBreach[] =>
  unless(found.length === 0, found.join('; '), fix)

export const structureRows: Rows = {
  D10({ preset, isPartial }) {
    return preset.length === 0 && isPartial
      ? UNSEEN_SWITCHES
      : each(
          preset.map((name) => `"${name}" is on from the start`),
          'Leave it off until the person switches it on.',
        )
  },
  D11({ switches, required, isPartial, buttons }, { optionalAsks }) {
    const all = buttons.find((name) => /^(allow|accept|select|include) (all|everything)/i.test(name))
    const none = buttons.find((name) =>
      /^(refuse|decline|reject|deselect) (all|everything)|^(allow|accept|select) none/i.test(name),
    )
    const equal = [
      ...unless(
        all === undefined || none !== undefined,
        `"${all}" has no equal`,
        'Offer to refuse all beside it, or leave it away.',
      ),
      ...each(
        required.map((name) => `"${name}" looks like a choice, and has to be on`),
        'Let people say yes without it.',
      ),
    ]
    if (equal.length === 0 && isPartial) return UNSEEN_SWITCHES
    if (optionalAsks === undefined)
      return all === undefined && switches.length === 0 ? 'say in optionalAsks how many there are' : equal
    return [
      ...equal,
      ...unless(
        switches.length === optionalAsks,
        `${switches.length} controls for ${optionalAsks} optional purposes`,
        'Give each optional purpose a control of its own.',
      ),
    ]
  },
  D15({ isMeasured, meters }) {
    const found = each(
      meters.map((meter) => `${meter} is in the notice`),
      'Take it out: nobody has to hurry.',
    )
    // Where time can pass, it is for that look to say whether the row holds.
    return isMeasured && found.length === 0 ? undefined : found
  },
  W06(look, { find, policy }) {
    if (find.later === null || find.accept === null) return 'there is no "Later" here'
    if (policy.basis !== 'consent') return '"Later" is for what waits for a yes'
    return unless(
      look.later !== undefined,
      'there is no "Later"',
      'Let people put it off: left out until they answer.',
    )
  },
  W07({ isModal, openOutside }) {
    if (!isModal) return HELD
    const some = openOutside.slice(0, 4).join(', ')
    return unless(
      openOutside.length === 0,
      `aria-modal, and outside of it one can still press ${some}`,
      'Leave aria-modal away, or make the rest of the page inert and cover it.',
    )
  },
  W08({ name, isNamedByTitle, dangling }, { find }) {
    return [
      ...unless(
        name !== '' && (isNamedByTitle || find.accept === null),
        name === '' ? 'the notice has no name' : `its name "${name.slice(0, 60)}" is not its visible title`,
        'Point aria-labelledby at the visible title.',
      ),
      ...each(
        dangling.map((id) => `${id} is nowhere in the page`),
        'Correct the reference or take it away.',
      ),
    ]
  },
  W09({ role, isFocusOnAccept }) {
    if (role !== 'alertdialog') return HELD
    return unless(!isFocusOnAccept, 'first focus is on yes', 'Put first focus on no, or on "Later".')
  },
  W10(look, { find }) {
    if (!look.isMeasured) return 'it takes a page that is laid out'
    if (find.keepClear !== null && look.keptClear === 0 && look.covered.length === 0)
      return `nothing visible matches ${find.keepClear}: say in find.keepClear where captions, mute and leave are`
    return each(
      look.covered.map((control) => `the notice lies over ${control}`),
      'Move the notice, or let the app say how much room to leave.',
    )
  },
  W11({ isMeasured, small, accept, refuse }) {
    if (!isMeasured) return 'it takes a page that is laid out'
    const answers = [accept, refuse].flatMap((control) => {
      if (!control?.isVisible) return []
      const { width, height } = control.box
      const isLarge = width >= 43.5 && height >= 43.5
      return isLarge ? [] : [`${control.said} is ${Math.round(width)} × ${Math.round(height)} px`]
    })
    return each(
      [...new Set([...answers, ...small])],
      'Give yes and no 44 px, and everything else at least 24.',
    )
  },
  W16: ({ misnamed }) => each(misnamed, 'Begin the accessible name with what is seen.'),
  W19({ words, meters, name }) {
    const said = words.replace(name, '').trim() || name
    return unless(
      said.split(/\s+/).length >= 3 || /[^\p{ASCII}]{6,}/u.test(said),
      `only "${said}" is to be read${meters.length > 0 ? ' beside a meter' : ''}`,
      'Put the question on the screen as text, however it is spoken.',
    )
  },
}
