import { controlTools } from './control-tools.ts'
import { pageTools } from './page-tools.ts'

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
