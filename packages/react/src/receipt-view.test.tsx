import type { ClientPorts, LinkReply, ReceiptReply } from '@askfirst/core'
import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findViolations, openPage } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'

const receipt = {
  v: 1,
  meeting: 'standup',
  participant: 'Bo',
  handle: 'h',
  key: 'k',
  checkpoint: 'c',
  events: [],
} as const
const choices = () => screen.getByRole('dialog', { name: 'My choices' })
const press = async (page: Awaited<ReturnType<typeof openPage>>, name: string, inside: HTMLElement) => {
  await page.user.click(within(inside).getByRole('button', { name }))
  await page.pass(0)
}

/** Where what came of it is heard. */
const statusOf = (element: HTMLElement) =>
  within(choices())
    .getAllByRole('status')
    .find((status) => status.contains(element)) ?? null

// What the test's document lacks: links to what is in memory.
const blobs = new Map<string, Blob>()
beforeEach(() => {
  URL.createObjectURL = (blob) => {
    const link = `blob:${blobs.size + 1}`
    blobs.set(link, blob as Blob)
    return link
  }
  URL.revokeObjectURL = (link) => void blobs.delete(link)
})
afterEach(() => blobs.clear())

/** A page whose server answers with these, one after the other. */
async function open(...replies: readonly (ReceiptReply | LinkReply)[]) {
  const asked: string[] = []
  const left = [...replies]
  const page = await openPage(<ConsentIndicator />, {
    as: {
      takeHome: (async (what, _token, lang) => {
        asked.push(`${what} ${lang}`)
        return left.shift() ?? { ok: false, message: '' }
      }) as ClientPorts['takeHome'] & object,
    },
  })
  await press(page, 'My choices', document.body)
  return { ...page, asked }
}

describe('the receipt in my choices', () => {
  it('is fetched when it is asked for, to be read and to be saved', async () => {
    const page = await open({ ok: true, receipt, page: '<!doctype html><title>Yours</title>' })
    expect(page.asked).toEqual([])
    await press(page, 'Take my receipt', choices())
    expect(page.asked).toEqual(['receipt en'])
    const read = within(choices()).getByRole('link', { name: 'Read or print it' })
    const save = within(choices()).getByRole('link', { name: 'Save it as a file' })
    expect(save).toHaveAttribute('download', 'receipt.json')
    expect(blobs.get(read.getAttribute('href') ?? '')?.type).toBe('text/html;charset=utf-8')
    expect(await blobs.get(save.getAttribute('href') ?? '')?.text()).toBe(JSON.stringify(receipt))
    expect(await findViolations(choices())).toEqual([])
    expect(statusOf(read)).toBeVisible()
  })

  it('says where there is none, and can be asked for again', async () => {
    const page = await open({ ok: false, message: 'no' }, { ok: true, receipt, page: '' })
    await press(page, 'Take my receipt', choices())
    expect(within(choices()).getByText('That did not work. Please try again.')).toBeVisible()
    await press(page, 'Take my receipt', choices())
    expect(within(choices()).getByRole('link', { name: 'Read or print it' })).toBeVisible()
  })

  it('lets go of what it kept once the dialog is closed', async () => {
    const page = await open({ ok: true, receipt, page: '' })
    await press(page, 'Take my receipt', choices())
    expect(blobs.size).toBe(2)
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(blobs.size).toBe(0)
  })
})

describe('the link in my choices', () => {
  const url = 'https://consent.example/consent/mine/secret?lang=de'
  const made = {
    ok: true,
    url,
    lang: 'de',
    open: 'Meine Seite öffnen',
    says: 'Behalten Sie ihn für sich.',
  } as const

  it('is made when it is asked for, with what the server says of it in the language it says it in', async () => {
    const page = await open(made)
    await press(page, 'Make a link for later', choices())
    expect(page.asked).toEqual(['link en'])
    const link = within(choices()).getByRole('link', { name: 'Meine Seite öffnen' })
    expect(link).toHaveAttribute('href', url)
    expect(link).toHaveAttribute('rel', 'noreferrer')
    expect(statusOf(link)).toHaveTextContent('Behalten Sie ihn für sich.')
    expect(link.parentElement).toHaveAttribute('lang', 'de')
    expect(await findViolations(choices())).toEqual([])
  })

  it('stands nowhere in letters: who shares a screen would share it', async () => {
    const page = await open(made)
    await press(page, 'Make a link for later', choices())
    expect(document.body.textContent).not.toContain('secret')
  })

  it('says where there is none, and can be asked for again', async () => {
    const page = await open({ ok: false, message: 'no' }, made)
    await press(page, 'Make a link for later', choices())
    expect(within(choices()).getByText('That did not work. Please try again.')).toBeVisible()
    await press(page, 'Make a link for later', choices())
    expect(within(choices()).getByRole('link', { name: 'Meine Seite öffnen' })).toBeVisible()
  })
})
