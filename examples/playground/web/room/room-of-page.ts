import type { Room } from './room.ts'

// The screens of people are frames of one page, and the room is that page's.

interface Page {
  askfirstRoom?: Room | undefined
}

export const setRoomOfPage = (room: Room | undefined): void => {
  ;(window as Page).askfirstRoom = room
}

/** The room of the page around this frame. */
export function roomOfPage(): Room {
  const room = (window.parent as Page).askfirstRoom
  if (room !== undefined) return room
  throw new Error('This screen belongs into the playground: open index.html.')
}
