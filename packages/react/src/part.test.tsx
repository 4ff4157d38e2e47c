import { render, screen, within } from '@testing-library/react'
import { type ComponentProps, createRef, forwardRef, Profiler } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { captions, findViolations, openPage, summary } from '../tests/call-page.tsx'
import { Choice, OwnLink, ReceiptView } from './choices.ts'
import { ConsentProvider, type ConsentProviderProps } from './context.tsx'
import {
  ConsentIndicator,
  ConsentNotice,
  ConsentTally,
  HostFeature,
  HostFeatures,
  Indicator,
  Lobby,
  LobbyNotice,
  MyChoices,
  Notice,
} from './index.ts'

/** A button of the app's own design system. */
const Fancy = forwardRef<HTMLButtonElement, ComponentProps<'button'>>(function Fancy(props, ref) {
  return <button className="fancy" {...props} ref={ref} />
})

const Headline = forwardRef<HTMLHeadingElement, ComponentProps<'h2'>>(function Headline(props, ref) {
  return (
    <h2 {...props} ref={ref}>
      {props.children}
    </h2>
  )
})

describe('a part with asChild', () => {
  it('is the app’s own element with the part’s words, state, ref and deed', async () => {
    const [ours, theirs] = [createRef<HTMLButtonElement>(), createRef<HTMLButtonElement>()]
    const onClick = vi.fn()
    const page = await openPage(
      <Notice.Root>
        <Notice.Region asChild className="shown">
          <article className="panel">
            <Notice.Title asChild>
              <Headline id="mine" />
            </Notice.Title>
            <Notice.Lead />
            <Notice.Accept asChild ref={ours} className="yes">
              <Fancy ref={theirs} className="large" onClick={onClick} />
            </Notice.Accept>
            <Notice.Refuse asChild>
              <Fancy>No thanks</Fancy>
            </Notice.Refuse>
          </article>
        </Notice.Region>
        <ConsentIndicator />
      </Notice.Root>,
    )
    await page.turnOn()
    const region = screen.getByRole('article', { name: 'Include you in AI summary?' })
    expect(region).toHaveClass('shown', 'panel')
    expect(within(region).getByRole('heading', { level: 2 })).toHaveTextContent('Include you in AI summary?')
    const yes = within(region).getByRole('button', { name: 'Include me' })
    expect(yes).toHaveClass('yes', 'large')
    expect(yes).toHaveAttribute('data-state', 'arming')
    expect([ours.current, theirs.current]).toEqual([yes, yes])
    expect(within(region).getByRole('button', { name: 'No thanks' })).toBeVisible()
    await page.pass(2_100)
    expect(yes).toHaveAttribute('data-state', 'armed')
    await page.user.click(yes)
    await page.pass(0)
    expect(onClick).toHaveBeenCalledOnce()
    expect(await page.deeds()).toContain('consent.accepted')
    expect(ours.current).toBeNull()
  })

  it('answers nothing where the app’s own handler prevented it', async () => {
    const page = await openPage(
      <Notice.Root>
        <Notice.Region>
          <Notice.Title />
          <Notice.Refuse asChild>
            <Fancy onClick={(event) => event.preventDefault()} />
          </Notice.Refuse>
          <Notice.Accept onClick={(event) => event.preventDefault()} />
        </Notice.Region>
      </Notice.Root>,
    )
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('submits no form around it, whatever type it is given', async () => {
    const onSubmit = vi.fn((event: React.FormEvent) => event.preventDefault())
    const page = await openPage(
      <form onSubmit={onSubmit}>
        <Indicator.Root>
          <Indicator.Region>
            <Indicator.Open type="submit" />
          </Indicator.Region>
        </Indicator.Root>
      </form>,
    )
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    expect(onSubmit).not.toHaveBeenCalled()
    expect(screen.getByRole('dialog', { name: 'My choices' })).toBeVisible()
  })
})

describe('parts that stand outside of their root', () => {
  it.each([
    ['Notice', <Notice.Others key="notice" />],
    ['Notice', <Notice.Accept key="accept" />],
    ['Indicator', <Indicator.Text key="indicator" />],
    ['HostFeature', <HostFeature.Switch key="host" />],
    ['Choice', <Choice.Text key="choice" />],
  ])('%s say so', (name, part) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => render(part)).toThrow(`A part of ${name} stands outside of ${name}.Root.`)
    vi.restoreAllMocks()
  })
})

describe('the same in parts of one’s own', () => {
  it('an indicator: what is enforced, to stop and to change', async () => {
    const page = await openPage(
      <>
        <ConsentNotice />
        <Indicator.Root>
          <Indicator.Region>
            <Indicator.Text />
            <Indicator.Each>
              <Indicator.Text />
              <Indicator.Stop />
              <Indicator.Open />
            </Indicator.Each>
          </Indicator.Region>
        </Indicator.Root>
      </>,
    )
    const sign = screen.getByRole('region', { name: 'AI in this call' })
    expect(sign).toHaveTextContent('No AI is on')
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    expect(sign).toHaveAttribute('data-state', 'on')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
    await page.user.click(within(sign).getByRole('button', { name: 'Stop including me' }))
    await page.pass(0)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    await page.user.click(within(sign).getByRole('button', { name: 'Change' }))
    await page.pass(0)
    expect(screen.getByRole('dialog', { name: 'My choices' })).toBeVisible()
    expect(await findViolations()).toEqual([])
  })

  it('details go where the app wants them', async () => {
    const onDetails = vi.fn()
    const page = await openPage(
      <Notice.Root onDetails={onDetails}>
        <Notice.Region>
          <Notice.Title />
          <Notice.Details />
        </Notice.Region>
      </Notice.Root>,
    )
    await page.turnOn()
    await page.user.click(screen.getByRole('button', { name: 'Details' }))
    expect(onDetails).toHaveBeenCalledWith('meeting-summary')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('a page of choices: the question, the answer and the way back', async () => {
    const page = await openPage(
      <>
        <ConsentIndicator />
        <Choice.Root feature="meeting-summary">
          <Choice.Region>
            <Choice.Title asChild>
              <Headline />
            </Choice.Title>
            <Choice.Text />
            <Choice.Question>
              <Notice.Title asChild>
                <Headline id="asked" />
              </Notice.Title>
              <Notice.Lead />
              <Notice.Facts />
              <Notice.Notes />
              <Notice.Asks />
              <Notice.Accept />
              <Notice.Refuse />
              <Notice.Progress />
            </Choice.Question>
            <Choice.Change />
            <Choice.Asks />
            <Choice.Stop />
            <Choice.Details />
          </Choice.Region>
        </Choice.Root>
      </>,
    )
    await page.turnOn()
    const choice = screen.getByRole('region', { name: 'AI summary' })
    expect(within(choice).getByRole('switch')).not.toBeChecked()
    expect(within(choice).getByText('Include you in AI summary?')).toHaveAttribute('id', 'asked')
    await page.pass(2_100)
    await page.user.click(within(choice).getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
    await page.user.click(within(choice).getByRole('button', { name: 'Stop including me' }))
    await page.pass(0)
    expect(choice).toHaveAttribute('data-state', 'left-out')
    await page.user.click(within(choice).getByRole('button', { name: 'Change' }))
    expect(within(choice).getByRole('button', { name: 'Leave me out' })).toBeVisible()
    expect(await findViolations()).toEqual([])
  })

  it('a host’s row: preview, tally and switch', async () => {
    const page = await openPage(
      <HostFeature.Root feature="meeting-summary">
        <HostFeature.Text />
        <HostFeature.Tally />
        <HostFeature.Switch />
      </HostFeature.Root>,
      { as: { role: 'host' } },
    )
    await page.user.click(screen.getByRole('button', { name: 'Turn on AI summary' }))
    await page.pass(1_000)
    await page.user.click(screen.getByRole('button', { name: 'Turn on, include me' }))
    await page.pass(0)
    expect(screen.getByText('AI summary').parentElement).toHaveAttribute('data-state', 'asking')
    expect(screen.getByRole('button', { name: 'Turn off AI summary' })).toHaveFocus()
  })
})

it('a provider without a client says so', () => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
  const none = { client: undefined } as unknown as ConsentProviderProps
  expect(() => render(<ConsentProvider {...none} />)).toThrow('(rule "provider"')
  silent.mockRestore()
})

describe('takes a client where there is no provider', () => {
  it('every root', async () => {
    const page = await openPage(null, { features: [summary, captions] })
    await page.turnOn()
    await page.advance(1_000)
    const { client } = page
    render(
      <>
        <ConsentNotice client={client} />
        <Indicator.Root client={client}>
          <Indicator.Region>
            <Indicator.Each>
              <Indicator.Text />
            </Indicator.Each>
          </Indicator.Region>
        </Indicator.Root>
        <Choice.Root client={client} feature="captions">
          <Choice.Region>
            <Choice.Title />
            <Choice.Text />
            <Choice.Details />
          </Choice.Region>
        </Choice.Root>
        <Lobby.Root client={client}>
          <p>nobody is in the lobby</p>
        </Lobby.Root>
      </>,
    )
    expect(screen.getByRole('region', { name: 'Include you in AI summary?' })).toBeVisible()
    expect(screen.getByRole('region', { name: 'AI in this call' })).toHaveTextContent('AI summary')
    expect(screen.getByRole('region', { name: 'AI captions' })).toHaveTextContent('Bolt')
    expect(screen.queryByText('nobody is in the lobby')).toBeNull()
  })

  it('a host’s features, their preview and their tally', async () => {
    const page = await openPage(null, { features: [summary, captions] })
    await page.turnOn()
    await page.advance(1_000)
    render(
      <>
        <HostFeatures client={page.host} />
        <aside>
          <ConsentTally client={page.host} feature="meeting-summary" />
        </aside>
      </>,
    )
    expect(screen.getByRole('region', { name: 'AI features' })).toHaveTextContent('AI summary')
    expect(screen.getByRole('complementary')).toHaveTextContent('included')
    await page.user.click(screen.getByRole('button', { name: 'Turn on AI captions' }))
    await page.pass(700)
    await page.user.click(screen.getByRole('button', { name: 'Turn on, leave me out' }))
    await page.pass(0)
    expect(screen.getByRole('button', { name: 'Turn off AI captions' })).toBeVisible()
  })

  it('my choices, what is taken home and the link of one’s own', async () => {
    const page = await openPage(null)
    await page.turnOn()
    const { client } = page
    render(
      <>
        <MyChoices client={client} />
        <ReceiptView client={client} />
        <OwnLink client={client} />
      </>,
    )
    expect(screen.getByRole('button', { name: /receipt/i })).toBeVisible()
    expect(screen.getByRole('button', { name: /link/i })).toBeVisible()
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    const choices = within(screen.getByRole('dialog', { name: 'My choices' }))
    expect(choices.getByRole('region', { name: 'AI summary' })).toHaveTextContent('Include me')
    expect(choices.getByRole('switch', { name: /Always say no/ })).not.toBeChecked()
  })

  it('the notice in the lobby', async () => {
    const page = await openPage(null, { as: { place: 'lobby', indicator: false } })
    await page.turnOn()
    render(<LobbyNotice client={page.client} />)
    expect(screen.getByRole('region', { name: 'Include you in AI summary?' })).toBeVisible()
  })
})

interface ToldProps extends ComponentProps<'button'> {
  readonly renders: string[]
}
/** Says that the part around it rendered: a Profiler of React 19 misses what a context renders. */
const Told = forwardRef<HTMLButtonElement, ToldProps>(function Told({ id = '', renders, ...props }, ref) {
  renders.push(id)
  return <button {...props} ref={ref} />
})

describe('a decision renders again only what shows it', () => {
  it('not the notice, the indicator, and the host’s switch and words where it is somebody else’s, but the tally', async () => {
    const renders: string[] = []
    const watched = (id: string, ui: React.ReactNode) => (
      <Profiler id={id} onRender={(name) => renders.push(name)}>
        {ui}
      </Profiler>
    )
    const page = await openPage(
      <>
        {watched('notice', <ConsentNotice />)}
        {watched('indicator', <ConsentIndicator />)}
        <HostFeature.Root feature="meeting-summary">
          <HostFeature.Text asChild>
            <Told id="host’s words" renders={renders} />
          </HostFeature.Text>
          <HostFeature.Switch asChild>
            <Told id="host’s switch" renders={renders} />
          </HostFeature.Switch>
          {watched('host’s tally', <HostFeature.Tally />)}
        </HostFeature.Root>
      </>,
      { as: { role: 'host' }, others: ['Cy', 'Di', 'Ed', 'Flo', 'Gus'] },
    )
    await page.turnOn()
    await page.pass(2_500)
    const cy = await page.during(page.meeting.join('Cy'))
    await page.during(cy.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
    await page.advance(1_000)
    expect(screen.getByText('1 included')).toBeVisible()
    renders.length = 0
    await page.during(cy.accept('meeting-summary', { grants: [], seen: 0 }))
    await page.advance(1_000)
    expect(screen.getByText('2 included')).toBeVisible()
    expect(new Set(renders)).toEqual(new Set(['host’s tally']))
  })

  it('each feature by itself', async () => {
    const renders: string[] = []
    const watched = (feature: string) => (
      <Profiler id={feature} onRender={(name) => renders.push(name)}>
        <Choice.Root feature={feature}>
          <Choice.Text />
        </Choice.Root>
      </Profiler>
    )
    const page = await openPage(
      <>
        {watched('meeting-summary')}
        {watched('captions')}
      </>,
    )
    renders.length = 0
    await page.turnOn('captions')
    expect(new Set(renders)).toEqual(new Set(['captions']))
  })
})
