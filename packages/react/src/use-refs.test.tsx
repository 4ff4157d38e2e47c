import { render } from '@testing-library/react'
import { type Ref, version } from 'react'
import { describe, expect, it } from 'vitest'
import { createParts } from './part.tsx'

const { Provider, part } = createParts<string>('Word')
const Word = part('p', (word) => ({ says: word }))

describe('a ref that gives back what undoes it, as in React 19', () => {
  it.runIf(!version.startsWith('18'))('is undone by that, on a part and on what takes its place', () => {
    const log: string[] = []
    const noted = (name: string): Ref<HTMLParagraphElement> => {
      return (element) => {
        log.push(`${name} ${element?.textContent}`)
        return () => void log.push(`${name} undone`)
      }
    }
    const [ours, theirs] = [noted('part'), noted('child')]
    const show = (word: string) => (
      <Provider value={word}>
        <Word asChild ref={ours}>
          <p ref={theirs} />
        </Word>
      </Provider>
    )
    const { rerender, unmount } = render(show('one'))
    expect(log).toEqual(['part one', 'child one'])
    rerender(show('two'))
    expect(log).toHaveLength(2)
    unmount()
    expect(log.slice(2)).toEqual(['part undone', 'child undone'])
  })
})
