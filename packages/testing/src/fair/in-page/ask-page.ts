import type { ElementHandle, Page } from 'playwright-core'
import { type PageTools, toolsAsText } from './tools.ts'

// takes: a page, a function that stands by itself, elements · gives: what the function finds in the page

/** Elements as Playwright holds them, in place of those of the page. */
export type Held<T> = {
  [Key in keyof T]: T[Key] extends Element | null
    ? ElementHandle<Element> | Exclude<T[Key], Element>
    : T[Key] extends readonly Element[]
      ? readonly ElementHandle<Element>[]
      : T[Key]
}

/** Runs a function that stands by itself in the page, with the tools. */
export function askPage<Given extends object, Found>(
  page: Page,
  look: (tools: PageTools, given: Given) => Found | Promise<Found>,
  given: Held<Given>,
): Promise<Found> {
  // Sent as text, all of them: what runs in the page can name nothing of this module.
  const run = new Function('given', `return (${look})(${toolsAsText()}, given)`)
  return page.evaluate(run as (given: Held<Given>) => Found, given as never)
}
