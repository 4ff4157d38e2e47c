/**
 * A timeline of commands, events and gate changes, for development.
 *
 * @module @askfirst/react/devtools
 */

'use client'

// A subpath of its own: what nobody imports is in no bundle.

export { createRecorder, type Recorder, type RecorderOptions } from '@askfirst/core'
export { type AnyRecorder, ConsentTimeline, type ConsentTimelineProps } from './consent-timeline.tsx'
