import { acceptOrLeave, defineFeature, leaveMeOut, type Processor } from '@askfirst/core'

// What people in this call can be asked. The page, the server and the notetaker all read it from here.

/** The notetaker; with a language model of your own, the notice names its host and model. */
const notetaker: Processor = process.env.ASKFIRST_LLM_URL
  ? {
      name: `Demo notetaker with ${new URL(process.env.ASKFIRST_LLM_URL).host}`,
      model: process.env.ASKFIRST_LLM_MODEL ?? 'unnamed',
    }
  : { name: 'Demo notetaker', model: 'picks sentences, no language model', region: 'this computer' }

/** A summary of what was said, for everybody. Who says no stays, uncaptured. */
export const meetingSummary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat', 'transcript'], required: true },
    improve: { purpose: 'train-models', data: ['chat', 'transcript'] },
  },
  processors: [notetaker],
  retention: { days: 7 },
  text: {
    en: { title: 'Meeting summary' },
    de: { title: 'Besprechungszusammenfassung' },
    ar: { title: 'ملخص الاجتماع' },
  },
})

/** Every chat line and caption, word for word. Who does not agree has to leave. */
export const transcript = defineFeature({
  id: 'transcript',
  revision: 1,
  policy: acceptOrLeave,
  asks: { transcribe: { purpose: 'transcribe', data: ['chat', 'transcript'], required: true } },
  processors: [notetaker],
  retention: { days: 7 },
  text: { en: { title: 'Transcript' }, de: { title: 'Wortprotokoll' }, ar: { title: 'نص الاجتماع' } },
})

/** What I say as text, made on my own device and nowhere else. */
export const captions = defineFeature({
  id: 'captions',
  revision: 1,
  policy: leaveMeOut,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: "Your browser's speech recognition, on your own device" }],
  retention: { days: 0 },
  text: {
    en: { title: 'Live captions' },
    de: { title: 'Live-Untertitel' },
    ar: { title: 'التسميات التوضيحية المباشرة' },
  },
})

export const features = [meetingSummary, transcript, captions] as const

/** The features that the notetaker itself carries out. */
export const notetakerFeatures = [meetingSummary, transcript] as const
export const notetakerName = notetaker.name
