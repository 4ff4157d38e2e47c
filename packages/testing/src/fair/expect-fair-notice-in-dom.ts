import { AskFirstError } from '@askfirst/core'
import { lookAt } from './in-page/look-at.ts'
import { toolsHere } from './in-page/tools.ts'
import { type FairOptions, toWanted } from './options.ts'
import { readRows } from './rows/read-rows.ts'
import { assertFair, type FairNoticeResult, toResult } from './verdict.ts'

// takes: a notice in a DOM · gives: each row as far as that can tell, or one error of every breach

/**
 * Checks the rows that a DOM without layout can tell, such as jsdom's: words, roles, names, what is preselected.
 *
 * Selectors are CSS. Rows that take layout or acting are in the result as not checked.
 *
 * @throws AskFirstError that lists every breach
 */
export function expectFairNoticeInDom(
  root: ParentNode = document,
  options: FairOptions = {},
): FairNoticeResult {
  const wanted = toWanted(options)
  const { find } = wanted
  const tools = toolsHere()
  const within = (parent: ParentNode, selector: string | null): Element | null => {
    const found = selector === null ? [] : [...parent.querySelectorAll(selector)]
    return found.find(tools.isVisible) ?? found[0] ?? null
  }
  const notice = root instanceof Element && root.matches(find.notice) ? root : within(root, find.notice)
  if (notice === null) throw noNotice(find.notice)
  const look = lookAt(tools, {
    notice,
    accept: within(notice, find.accept),
    refuse: within(notice, find.refuse),
    later: within(notice, find.later),
    keepClear: [],
  })
  const result = toResult([readRows(look, wanted)], options.without ?? {})
  assertFair(result)
  return result
}

export const noNotice = (selector: string, frame?: string): AskFirstError =>
  new AskFirstError('fair-notice', {
    what: `Nothing visible matches ${selector}.`,
    why: 'There is no notice to check.',
    fix:
      frame === undefined
        ? 'Show the notice first, or say in find.notice where it is.'
        : `It is in a frame: open what that shows (${frame}) as a page of its own, and check it there.`,
  })
