// #region parts
import { Indicator, Notice } from '@askfirst/react'
import { Button, Card } from './design-system.tsx'

export function OwnNotice() {
  return (
    <Notice.Root>
      <Notice.Region asChild>
        <Card>
          <Notice.Title />
          <Notice.Lead />
          <Notice.Facts />
          <Notice.Notes />
          <Notice.Asks />
          <Notice.Progress />
          <Notice.Accept asChild>
            <Button />
          </Notice.Accept>
          <Notice.Refuse asChild>
            <Button />
          </Notice.Refuse>
          <Notice.Later />
          <Notice.Details />
          <Notice.Others />
          <Notice.Told />
        </Card>
      </Notice.Region>
    </Notice.Root>
  )
}

export function OwnIndicator() {
  return (
    <Indicator.Root>
      <Indicator.Region>
        <Indicator.Text />
        <Indicator.Each>
          <Indicator.Text />
          <Indicator.Stop />
          <Indicator.Open />
        </Indicator.Each>
        <Indicator.Others />
        <Indicator.Open />
      </Indicator.Region>
    </Indicator.Root>
  )
}

// #endregion

// #region hooks
import { toAnswerProps, useNotice } from '@askfirst/react'

const SAYS = {
  open: '',
  waiting: 'One moment: it has to be on screen for two seconds.',
  sending: 'Sending your answer…',
  notSaved: 'Your yes could not be saved. Please try again.',
  answeredElsewhere: 'You have answered on another device.',
}

export function OneLine() {
  const { announcement, current, regionRef } = useNotice()
  return (
    <>
      <div role="status">{announcement}</div>
      {current && (
        <section ref={regionRef} aria-label={current.words.title} tabIndex={-1}>
          <p data-askfirst="lead">{current.words.lead}</p>
          <p>{current.words.facts.map(({ label, text }) => `${label}: ${text}`).join('. ')}</p>
          <p>{current.words.notes.join(' ')}</p>
          <button type="button" {...toAnswerProps(current, 'accept')}>
            {current.words.accept}
          </button>
          <button type="button" {...toAnswerProps(current, 'refuse')}>
            {current.words.refuse}
          </button>
          {current.words.later !== undefined && (
            <button type="button" {...toAnswerProps(current, 'later')}>
              {current.words.later}
            </button>
          )}
          <p role="status">
            {SAYS[current.progress === 'open' ? (current.failure ?? 'open') : current.progress]}
          </p>
        </section>
      )}
    </>
  )
}

// #endregion

// #region choices
import { HostFeature, useFeatures } from '@askfirst/react'
import { Choice, ReceiptView } from '@askfirst/react/choices'

export function Settings() {
  return (
    <>
      {useFeatures().map(({ id }) => (
        <Choice.Root key={id} feature={id}>
          <Choice.Region>
            <Choice.Title />
            <Choice.Text />
            <Choice.Question>
              <Notice.Lead />
              <Notice.Facts />
              <Notice.Notes />
              <Notice.Asks />
              <Notice.Progress />
              <Notice.Accept />
              <Notice.Refuse />
              <Notice.Later />
            </Choice.Question>
            <Choice.Change />
            <Choice.Asks />
            <Choice.Stop />
            <Choice.Erase />
            <Choice.RequestOff />
            <Choice.Details />
          </Choice.Region>
        </Choice.Root>
      ))}
      <ReceiptView />
    </>
  )
}

export const SummaryForHosts = () => (
  <HostFeature.Root feature="meeting-summary">
    <HostFeature.Text />
    <HostFeature.Tally />
    <HostFeature.Switch />
    <HostFeature.AskAgain />
    <HostFeature.Progress />
  </HostFeature.Root>
)
// #endregion
