import { type PartOptions, useConsentClient, useText } from './context.tsx'
import { FeatureChoice } from './feature-choice.tsx'
import { useFeatures } from './features.ts'
import { Modal } from './modal.tsx'
import { ReceiptView } from './receipt-view.tsx'
import { StandingNoSwitch } from './standing-no-switch.tsx'

export interface MyChoicesDialogProps extends PartOptions {
  readonly open: boolean
  onOpenChange(open: boolean): void
  readonly feature?: string | undefined
}

/** The dialog behind `MyChoices`; apart, so that it is loaded only when opened. */
export function MyChoicesDialog({ client, text, open, onOpenChange, feature }: MyChoicesDialogProps) {
  const used = useConsentClient(client)
  const words = useText(text)
  const features = useFeatures(used)
  const { t } = words
  // Of what anyone may turn on, there is a choice for each run, and none before.
  const ordered = features
    .filter(({ feature, owner }) => owner !== undefined || feature.policy.turnOn === 'hosts')
    .sort((a, b) => Number(a.phase === 'off') - Number(b.phase === 'off'))
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('myChoices')}
      lead={t('myChoicesLead')}
      text={words}
    >
      {ordered.map((status) => (
        <FeatureChoice
          key={status.id}
          client={used}
          text={words}
          feature={status.id}
          isWanted={status.id === feature}
        />
      ))}
      <StandingNoSwitch client={used} text={words} />
      <ReceiptView client={used} text={words} />
      <details className="askfirst-details">
        <summary>{t('cannotPrevent')}</summary>
        <p>{t('cannotPreventText')}</p>
      </details>
    </Modal>
  )
}
