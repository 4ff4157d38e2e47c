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
          <div className="card-answers">
            <Notice.Accept asChild>
              <Button />
            </Notice.Accept>
            <Notice.Refuse asChild>
              <Button />
            </Notice.Refuse>
          </div>
          <Notice.Later className="card-link" />
          <Notice.Details className="card-link" />
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
