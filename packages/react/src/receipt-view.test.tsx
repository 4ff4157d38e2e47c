import type { ReceiptReply } from '@askfirst/core'
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
async function open(...replies: readonly ReceiptReply[]) {
  const asked: string[] = []
  const left = [...replies]
  const page = await openPage(<ConsentIndicator />, {
    as: {
      takeReceipt: async (_token, lang) => {
        asked.push(lang)
        return left.shift() ?? { ok: false, message: '' }
      },
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
    expect(page.asked).toEqual(['en'])
    const read = within(choices()).getByRole('link', { name: 'Read or print it' })
    const save = within(choices()).getByRole('link', { name: 'Save it as a file' })
    expect(save).toHaveAttribute('download', 'receipt.json')
    expect(blobs.get(read.getAttribute('href') ?? '')?.type).toBe('text/html;charset=utf-8')
    expect(await blobs.get(save.getAttribute('href') ?? '')?.text()).toBe(JSON.stringify(receipt))
    expect(await findViolations(choices())).toEqual([])
    expect(read.closest('[role=status]')).not.toBeNull()
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
