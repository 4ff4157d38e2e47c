import { type RejectionCode, WAITS } from '@askfirst/core'
import { useState } from 'react'
import { Modal } from './modal.tsx'
import { needsYes } from './policy-words.ts'
import { AskedProvider, QuestionAsks, QuestionWords } from './question-parts.tsx'
import { type Text, toDuration } from './text.ts'
import { type Press, useArmed } from './use-armed.ts'
import type { HostAnswer, HostFeature } from './use-host-features.ts'
import { toggled } from './use-question.ts'
import { nameStarter } from './words.ts'

export interface PreviewDialogProps {
  readonly feature: HostFeature
  readonly text: Text
  readonly open: boolean
  onOpenChange(open: boolean): void
}

/** What everybody will be asked, word for word, and the own answer of who turns it on. */
export function PreviewDialog({ feature, text, open, onOpenChange }: PreviewDialogProps) {
  const { t } = text
  const { preview } = feature
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('previewTitle', { feature: feature.name })}
      lead={t(needsYes(feature.status.feature) ? 'previewLead' : 'previewLeadTold')}
      text={text}
    >
      <section className="askfirst-preview" aria-label={t('previewLabel')}>
        <h3 className="askfirst-title">{preview.title}</h3>
        <AskedProvider value={{ words: preview, text }}>
          <QuestionWords />
        </AskedProvider>
        {preview.optional.length > 0 && (
          <div>
            <p className="askfirst-notes">{preview.legend}</p>
            <ul>
              {preview.optional.map(({ id, label }) => (
                <li key={id}>{label}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="askfirst-controls">
          <span>{preview.accept}</span> <span>{preview.refuse}</span>
        </p>
      </section>
      <OwnAnswer feature={feature} text={text} onDone={() => onOpenChange(false)} />
    </Modal>
  )
}

/** Why it was not turned on, where trying again does not help. */
const FAILURES: Readonly<Partial<Record<RejectionCode, 'tooSoon' | 'notAllowed'>>> = {
  'too-often': 'tooSoon',
  'barred-by-hosts': 'notAllowed',
}

interface OwnAnswerProps {
  readonly feature: HostFeature
  readonly text: Text
  onDone(): void
}

function OwnAnswer({ feature, text, onDone }: OwnAnswerProps) {
  const { t } = text
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [progress, setProgress] = useState<'open' | 'sending' | 'turnOnFailed' | 'tooSoon' | 'notAllowed'>(
    'open',
  )
  // Other words are seen anew.
  const { onAnswer, isArmed } = useArmed(element, `${feature.status.id} ${text.lang}`)
  const state = isArmed ? 'armed' : 'arming'
  const { activation, feature: declared, phase } = feature.status
  const isOn = phase !== 'off'
  // Another host was faster: this one is told so, and not put in front of a button that turns it off.
  const isOthers = isOn && progress !== 'sending'
  const duration = toDuration(text, WAITS['too-often'])
  const by = { name: nameStarter(declared, text, activation?.name), feature: feature.preview.name }
  const enable = async (own: HostAnswer): Promise<void> => {
    if (progress === 'sending' || isOn) return
    setProgress('sending')
    const reply = await feature.enable(own)
    if (reply.ok) return onDone()
    const { code } = reply.rejection
    setProgress(code === 'already-on' ? 'open' : (FAILURES[code] ?? 'turnOnFailed'))
    // What it was said with counts for nothing then, and a no always does.
    if (code === 'already-on' && own.answer === 'decline') void feature.leaveOut(own.press)
  }
  /** A no holds whenever it is said, also after a yes that is still on its way. */
  const leaveOut = (press: Press): void => {
    if (isOn || progress === 'sending') void feature.leaveOut(press)
    else void enable({ answer: 'decline', press })
    if (isOthers) onDone()
  }
  return (
    <div className="askfirst-own" ref={setElement}>
      <h3>{t('previewOwn')}</h3>
      <AskedProvider
        value={{
          words: feature.preview,
          text,
          ticked,
          tick: (ask) => onAnswer(() => setTicked(toggled(ticked, ask))),
        }}
      >
        <QuestionAsks className="askfirst-optional" />
      </AskedProvider>
      <div className="askfirst-answer">
        <p className="askfirst-progress" role="status">
          {isOthers ? t('turnedOn', by) : progress !== 'open' && t(progress, { duration })}
        </p>
        <div className="askfirst-actions">
          <button
            type="button"
            className="askfirst-button"
            data-state={state}
            data-askfirst-watch=""
            aria-disabled={isOthers}
            onClick={onAnswer((press) => void enable({ answer: 'accept', grants: [...ticked], press }))}
          >
            {t('turnOnIncludeMe')}
          </button>
          {feature.canLeaveOut && (
            <button
              type="button"
              className="askfirst-button"
              data-state={state}
              data-askfirst-watch=""
              onClick={onAnswer(leaveOut)}
            >
              {t('turnOnLeaveMeOut')}
            </button>
          )}
        </div>
      </div>
    </div>
  )
}
