import type { ConsentRecord, Declarations, RecordedFeature } from '@askfirst/core/record'
import type { Mine } from '../links/mine.ts'
import { NAMES, type PageLanguage, toLanguage, WORDS } from '../receipt-page/languages.ts'
import { html, type Markup } from '../receipt-page/markup.ts'
import { toErasures, toFeature, toStory } from '../receipt-page/parts.ts'
import { createSay, createTeller, type Teller } from '../receipt-page/teller.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en, type MineWords } from './en.ts'
import { MINE_STYLES } from './styles.ts'

// takes: what somebody sees by their link, or why there is nothing to see · gives: a page that works without scripts
// never: names anybody else, or leads anywhere but to itself and the policy

const MINE_WORDS: Readonly<Record<PageLanguage, MineWords>> = { en, de, ar }

export const sayMine = (code: PageLanguage) => createSay(MINE_WORDS[code])
type Say = ReturnType<typeof sayMine>

export interface MinePageOptions {
  readonly mine: Mine
  readonly meeting: string
  readonly declarations: Declarations
  readonly code: PageLanguage
  /** Whether what was asked for last could not be written down. */
  readonly hasFailed: boolean
}

/** Where a feature is on the page: what is done about it leads back there. */
export const toAnchor = (record: ConsentRecord, feature: string): string =>
  `feature-${record.features.findLastIndex(({ id }) => id === feature) + 1}`

/** What is kept of somebody, with what they may do about it. */
export function toMinePage({ mine, meeting, declarations, code, hasFailed }: MinePageOptions): string {
  const { record, actor, endsAt, isErasing } = mine
  const say = sayMine(code)
  const tell = createTeller(WORDS[code], code, record, declarations)
  const time = `${tell.time(new Date(endsAt).toISOString())} UTC`
  return toPage(
    code,
    say('title'),
    html`<p>${say('lead')}</p>
${hasFailed ? html`<p id="failed" class="said" role="alert">${say('unavailable')}</p>` : undefined}
<dl>
<dt>${tell.say('meeting')}</dt><dd><bdi>${meeting}</bdi></dd>
<dt>${tell.say('person')}</dt><dd><bdi>${actor.participant}</bdi></dd>
<dt>${say('ends')}</dt><dd>${isErasing ? say('endsErasing', { time }) : time}</dd>
${toControllers(record, say)}</dl>
<h2>${tell.say('asked')}</h2>
${record.features.length === 0 ? html`<p>${say('nothingAsked')}</p>` : undefined}
${record.features.map((feature, at) => toOwn(feature, at, mine, tell, code))}
${toStory(record, tell)}
<h2>${say('end')}</h2>
<p>${say('endSays')}</p>
${toForm(code, { act: 'end' }, say('end'))}`,
  )
}

/** A page that says why there is nothing to see. */
export const toNothingPage = (
  code: PageLanguage,
  why: 'unknown' | 'over' | 'erased' | 'purged' | 'tooOften' | 'ended',
): string => {
  const say = sayMine(code)
  const title = why === 'tooOften' ? 'waitTitle' : why === 'ended' ? 'endedTitle' : 'nothingTitle'
  return toPage(code, say(title), html`<p>${say(why)}</p>`)
}

/** One feature as it was asked; what may be done about it stands at its latest revision. */
function toOwn(
  feature: RecordedFeature,
  at: number,
  { record, offers }: Mine,
  tell: Teller,
  code: PageLanguage,
): Markup {
  const say = sayMine(code)
  const { id } = feature
  const isLatest = record.features.findLastIndex((one) => one.id === id) === at
  if (!isLatest) return toFeature(feature, record, tell)
  const { may = [], isForAll = false } = offers.get(id) ?? {}
  const name = { feature: tell.name(id, feature) }
  const erasure = record.erasure.filter((one) => one.feature === id)
  const isOpen = erasure.some(({ doneAt }) => doneAt === undefined)
  const hasYes = record.events.some((event) => event.feature === id && event.type === 'consent.accepted')
  return html`<section class="own" aria-labelledby="${toAnchor(record, id)}">
${toFeature(feature, record, tell, toAnchor(record, id))}
${may === 'gone' ? html`<p>${say('gone')}</p>` : undefined}
${
  may.includes('withdraw')
    ? html`<p>${say('withdrawSays')}${isForAll ? ` ${say('withdrawForAll')}` : ''}</p>\n${toForm(code, { act: 'withdraw', feature: id }, say(hasYes ? 'withdraw' : 'object', name))}`
    : undefined
}
${
  may.includes('erase')
    ? html`<p>${say('eraseSays')}</p>\n${toForm(code, { act: 'erase', feature: id }, say('erase', name))}`
    : undefined
}
${
  erasure.length > 0
    ? html`<h4>${tell.say('erasure')}</h4>\n${toErasures(erasure, tell)}<p>${say(isOpen ? 'erasingOpen' : 'erasingDone')}</p>`
    : undefined
}
</section>
`
}

/** Everything is in its address, so that no body has to be read. */
const toForm = (code: PageLanguage, wish: Readonly<Record<string, string>>, label: string): Markup =>
  html`<form method="post" action="?${new URLSearchParams({ lang: code, ...wish }).toString()}"><button>${label}</button></form>`

function toControllers({ controllers = [], policyUrl }: ConsentRecord, say: Say): Markup {
  const rows = controllers.map(({ name, contact, email, phone, url }) => {
    const ways = [contact, email, phone, url].filter((way) => way !== undefined)
    return html`<dd><bdi>${name}</bdi>${ways.map((way) => html`<br><bdi>${way}</bdi>`)}</dd>\n`
  })
  const isWeb = policyUrl !== undefined && /^https?:/.test(policyUrl)
  const policy = isWeb
    ? html`<a href="${policyUrl}" rel="noreferrer">${policyUrl}</a>`
    : html`<bdi>${policyUrl}</bdi>`
  return html`${rows.length > 0 ? html`<dt>${say('controllers')}</dt>${rows}` : undefined}
${policyUrl === undefined ? undefined : html`<dt>${say('policy')}</dt><dd>${policy}</dd>\n`}`
}

function toPage(code: PageLanguage, title: string, content: Markup): string {
  const say = sayMine(code)
  const others = (Object.keys(NAMES) as PageLanguage[]).filter((one) => one !== code)
  return html`<!doctype html>
<html lang="${code}" dir="${toLanguage(code).dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${{ markup: MINE_STYLES }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<nav aria-label="${say('language')}">
${others.map((one) => html`<a href="?lang=${one}" lang="${one}" hreflang="${one}" dir="${toLanguage(one).dir}">${NAMES[one]}</a>\n`)}</nav>
</body>
</html>
`.markup
}
