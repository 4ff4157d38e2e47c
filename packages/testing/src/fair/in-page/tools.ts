import { controlTools } from './control-tools.ts'
import { pageTools } from './page-tools.ts'

// gives: what a look has at hand, as text for a page, or as it is for a DOM that is here

/** What a look has at hand. */
export type PageTools = ReturnType<typeof pageTools> & ReturnType<typeof controlTools>

/** The tools as text: what runs in a page can name nothing of a module. */
export const toolsAsText = (): string =>
  `(() => { const tools = (${pageTools})(); return { ...tools, ...(${controlTools})(tools) } })()`

/** The tools for a DOM that is here. */
export function toolsHere(): PageTools {
  const tools = pageTools()
  return { ...tools, ...controlTools(tools) }
}
