import type { FeatureOptions } from '@askfirst/core'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { KNOBS, type Knobs, NAMES } from '../knobs/knobs.ts'
import { openRoom, type Room, type RoomState } from '../room/room.ts'
import { setRoomOfPage } from '../room/room-of-page.ts'

/** A room for the policy and the call that are set, opened anew when they change or on `again`. */
export function useRoom(features: readonly FeatureOptions[], knobs: Knobs) {
  const [times, setTimes] = useState(0)
  const [opened, setOpened] = useState<{ readonly room: Room; readonly key: string }>()
  const latest = useRef({ features, knobs })
  latest.current = { features, knobs }
  const wish = NAMES.filter((name) => KNOBS[name].group !== 'Look').map((name) => knobs[name])
  const key = JSON.stringify([times, ...wish])
  useEffect(() => {
    let isOver = false
    let room: Room | undefined
    void openRoom(latest.current.features, latest.current.knobs).then((made) => {
      if (isOver) return made.close()
      room = made
      setRoomOfPage(made)
      setOpened({ room: made, key })
    })
    return () => {
      isOver = true
      setOpened(undefined)
      setRoomOfPage(undefined)
      room?.close()
    }
  }, [key])
  return {
    room: opened?.key === key ? opened.room : undefined,
    key,
    again: useCallback(() => setTimes((before) => before + 1), []),
  }
}

export const useRoomState = (room: Room): RoomState => useSyncExternalStore(room.subscribe, room.getState)
