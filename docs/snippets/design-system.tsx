import type { ComponentProps } from 'react'

// What the app has already: anything that passes its props and its ref on to one element.

export const Button = (props: ComponentProps<'button'>) => <button className="card-button" {...props} />
export const Card = (props: ComponentProps<'section'>) => <section className="card" {...props} />
