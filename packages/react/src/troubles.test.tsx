import type { ReactElement } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { openPage, summary } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentTally } from './consent-tally.tsx'
import { HostFeatureParts as HostFeature } from './host-parts.tsx'
import { IndicatorParts as Indicator } from './indicator-parts.tsx'
import { MyChoices } from './my-choices.tsx'
import { useFeature } from './use-feature.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const each of undo.splice(0)) each()
})

/** What is said to who built a page; something may come to it a second after it. */
async function troublesOf(ui: ReactElement, late = () => {}): Promise<readonly string[]> {
  const said: string[] = []
  const page = await openPage(ui, { as: { role: 'host', onTrouble: (trouble) => said.push(trouble) } })
  await page.pass(1_000)
  late()
  await page.pass(4_000)
  return said
}

function Shown({ feature }: { readonly feature: string }) {
  return <p>{useFeature(feature)?.id}</p>
}

describe('a page without the stylesheet', () => {
  /** In jsdom nothing is laid out, so that nobody can say what is where. */
  const layOut = () => {
    Object.assign(document, { elementFromPoint: () => null })
    undo.push(() => void Reflect.deleteProperty(document, 'elementFromPoint'))
  }
  const style = (css: string) => {
    const element = document.head.appendChild(document.createElement('style'))
    element.textContent = css
    undo.push(() => element.remove())
  }

  it('says so, once', async () => {
    layOut()
    const both = (
      <>
        <ConsentIndicator />
        <MyChoices />
      </>
    )
    expect(await troublesOf(both)).toEqual([expect.stringContaining(`'@askfirst/react/styles.css'`)])
  })

  it('says nothing with it, also where it comes late', async () => {
    layOut()
    expect(await troublesOf(<ConsentIndicator />, () => style('.askfirst { --_ink: #16191d }'))).toEqual([])
  })

  it('says nothing of parts, whose look is the app’s own', async () => {
    layOut()
    const own = (
      <Indicator.Root>
        <Indicator.Region>
          <Indicator.Text />
          <Indicator.Open />
        </Indicator.Region>
      </Indicator.Root>
    )
    expect(await troublesOf(own)).toEqual([])
  })

  it('says nothing where nothing is laid out', async () => {
    expect(await troublesOf(<ConsentIndicator />)).toEqual([])
  })
})

describe('a feature that is not declared', () => {
  it.each<readonly [string, ReactElement]>([
    ['useFeature', <Shown key="hook" feature="sumary" />],
    ['ConsentTally', <ConsentTally key="tally" feature="sumary" />],
    ['MyChoices', <MyChoices key="choices" feature="sumary" />],
    [
      'HostFeature',
      <HostFeature.Root key="host" feature="sumary">
        <HostFeature.Text />
      </HostFeature.Root>,
    ],
  ])('is said once where %s shows it', async (_, ui) => {
    const twice = (
      <>
        {ui}
        <div>{ui}</div>
      </>
    )
    expect(await troublesOf(twice)).toEqual([
      'Feature "sumary" is not declared here, only meeting-summary, captions.',
    ])
  })

  it.each([summary.id, '', `${summary.id}@Cy`])('is not one with the id "%s"', async (feature) => {
    expect(await troublesOf(<Shown feature={feature} />)).toEqual([])
  })
})
