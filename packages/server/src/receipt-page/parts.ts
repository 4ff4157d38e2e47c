import {
  type ConsentRecord,
  type RecordedErasure,
  type RecordedFeature,
  selectAnswersByRevision,
} from '@askfirst/core/record'
import { html, type Markup } from './markup.ts'
import type { Teller } from './teller.ts'

// What pages about a record have in common.

type Processor = NonNullable<RecordedFeature['processors']>[number]

/** What was asked in one revision, and what is answered to it. @param anchor id that its heading is found by */
export function toFeature(
  feature: RecordedFeature,
  record: ConsentRecord,
  { name, purpose, data, days, say, isBareNo }: Teller,
  anchor?: string,
): Markup {
  const answer = selectAnswersByRevision(record).get(feature)
  const { grants = [] } = answer ?? {}
  const state = isBareNo(answer?.event) ? 'declined' : answer?.state
  const toAsk = (ask: { readonly id: string; readonly required: boolean }) => {
    if (grants.includes(ask.id)) return 'granted'
    // Taken along without a yes, which is for what is required alone.
    return state === 'told' && ask.required ? 'toldOf' : 'notGranted'
  }
  const { asks, processors = [], retention } = feature
  const [text] = feature.notices
  const id = anchor === undefined ? undefined : html` id="${anchor}"`
  return html`<h3${id}><bdi>${name(feature.id, feature)}</bdi></h3>
<p>${say('revision', { number: feature.revision })}</p>
${asks === undefined && text !== undefined ? html`<p>${say('unknownAsks', { hash: text.hash })}</p>` : undefined}
<ul>
${(asks ?? []).map(
  (ask) => html`<li>${purpose(ask.purpose)}: ${data(ask.data)} (${say(toAsk(ask))})</li>\n`,
)}</ul>
<dl>
<dt>${say('answer')}</dt><dd>${say(state ?? 'unanswered')}</dd>
${
  asks === undefined || retention === undefined
    ? undefined
    : html`<dt>${say('processors')}</dt><dd>${processors.map(toProcessor)}</dd>
<dt>${say('kept')}</dt><dd>${days(retention.days)}</dd>`
}
</dl>
`
}

/** As the notice named it: with its model, and where it runs. */
function toProcessor({ name, model, region }: Processor, at: number): Markup {
  const details = [model, region].filter((part) => part !== undefined)
  const more = details.map((part, nth) => html`${nth === 0 ? '' : ' · '}<bdi>${part}</bdi>`)
  return html`${at === 0 ? '' : html`<br>`}<bdi>${name}</bdi>${details.length === 0 ? '' : html` (${more})`}`
}

/** Who was asked to erase, and who has. */
export function toErasures(erasure: readonly RecordedErasure[], { say, time }: Teller): Markup {
  const lines = erasure.map(({ processor: name, requestedAt, doneAt }) => {
    const asked = { name, time: time(requestedAt) }
    return doneAt === undefined
      ? say('erasureOpen', asked)
      : say('erasureDone', { ...asked, done: time(doneAt) })
  })
  return html`<ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>
`
}

/** What happened, in order. */
export function toStory({ events }: ConsentRecord, { say, time, event: tell }: Teller): Markup {
  return html`<h2>${say('story')}</h2>
<table>
<thead><tr><th scope="col">${say('time')}</th><th scope="col">${say('what')}</th></tr></thead>
<tbody>
${events.map((event) => html`<tr><td>${time(event.at)}</td><td>${tell(event)}</td></tr>\n`)}</tbody>
</table>`
}
