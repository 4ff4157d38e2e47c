import type { Catalogue } from '@askfirst/core/authority'
import type { Receipt } from '@askfirst/core/evidence'
import { type ConsentRecord, type RecordedFeature, selectAnswers } from '@askfirst/core/record'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en, type PageWords } from './en.ts'
import { html, type Markup } from './markup.ts'
import { STYLES } from './styles.ts'
import { createTeller, type Teller } from './teller.ts'

const LANGUAGES: Readonly<Record<string, PageWords>> = { en, de, ar }
const RIGHT_TO_LEFT: readonly string[] = ['ar']

export interface ReceiptPageOptions {
  readonly receipt: Receipt
  /** Of the same person and meeting: what the events say, in an order to be read. */
  readonly record: ConsentRecord
  readonly catalogue: Catalogue
  /** When the receipt's checkpoint was signed, and how many events the meeting had. */
  readonly signed: { readonly at: number; readonly size: number }
  /** BCP 47; English where there are no words in it. */
  readonly lang: string
}

/** A receipt to read and to print: one file without scripts, which loads nothing. */
export function toReceiptPage({ catalogue, lang, receipt, record, signed }: ReceiptPageOptions): string {
  const [language = 'en'] = lang.toLowerCase().split('-')
  const words = LANGUAGES[language]
  const code = words === undefined ? 'en' : language
  const tell = createTeller(words ?? en, code, record, catalogue)
  const { say } = tell
  const file = `data:application/json;base64,${Buffer.from(JSON.stringify(receipt)).toString('base64')}`
  const page = html`<!doctype html>
<html lang="${code}" dir="${RIGHT_TO_LEFT.includes(code) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${say('title')}</title>
<style>${{ markup: STYLES }}</style>
</head>
<body>
<main>
<h1>${say('title')}</h1>
<p>${say('lead')}</p>
<dl>
<dt>${say('meeting')}</dt><dd><bdi>${receipt.meeting}</bdi></dd>
<dt>${say('person')}</dt><dd><bdi>${receipt.participant}</bdi></dd>
<dt>${say('madeAt')}</dt><dd>${tell.time(new Date(signed.at).toISOString())} UTC</dd>
<dt>${say('size')}</dt><dd>${signed.size}</dd>
</dl>
<h2>${say('asked')}</h2>
${record.features.map((feature) => toFeature(feature, record, tell))}
<h2>${say('story')}</h2>
<table>
<thead><tr><th scope="col">${say('time')}</th><th scope="col">${say('what')}</th></tr></thead>
<tbody>
${record.events.map((event) => html`<tr><td>${tell.time(event.at)}</td><td>${tell.event(event)}</td></tr>\n`)}</tbody>
</table>
${toErasure(record, tell)}
<h2>${say('verify')}</h2>
<p>${say('verifyText')}</p>
<pre dir="ltr" tabindex="0">askfirst verify receipt.json --key keys.json</pre>
<p>${say('verifyProves')}</p>
<p class="save"><a download="receipt.json" href="${file}">${say('download')}</a></p>
</main>
</body>
</html>
`
  return page.markup
}

function toFeature(
  feature: RecordedFeature,
  record: ConsentRecord,
  { name, purpose, data, say }: Teller,
): Markup {
  const answer = selectAnswers(record).findLast((one) => one.feature.id === feature.id)
  const isLatest = answer?.feature === feature
  const { asks, processors = [], retention } = feature
  const [text] = feature.notices
  return html`<h3><bdi>${name(feature.id)}</bdi></h3>
<p>${say('revision', { number: feature.revision })}</p>
${asks === undefined && text !== undefined ? html`<p>${say('unknownAsks', { hash: text.hash })}</p>` : undefined}
<ul>
${(asks ?? []).map(
  (ask) =>
    html`<li>${purpose(ask.purpose)}: ${data(ask.data)} (${say(isLatest && answer.grants.includes(ask.id) ? 'granted' : 'notGranted')})</li>\n`,
)}</ul>
<dl>
<dt>${say('answer')}</dt><dd>${say(isLatest ? answer.state : 'unanswered')}</dd>
<dt>${say('processors')}</dt><dd>${processors.map(({ name: who }) => who).join(', ')}</dd>
<dt>${say('kept')}</dt><dd>${say('days', { number: retention?.days ?? 0 })}</dd>
</dl>
`
}

function toErasure({ erasure }: ConsentRecord, { say, time }: Teller): Markup | undefined {
  if (erasure.length === 0) return undefined
  const lines = erasure.map(({ processor: name, requestedAt, doneAt }) => {
    const asked = { name, time: time(requestedAt) }
    return doneAt === undefined
      ? say('erasureOpen', asked)
      : say('erasureDone', { ...asked, done: time(doneAt) })
  })
  return html`<h2>${say('erasure')}</h2>
<ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>
`
}
