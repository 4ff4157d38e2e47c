import { acceptOrLeave, defineFeature, leaveMeOut, type Processor } from '@askfirst/core'

// What people in this call can be asked. The page, the server and the notetaker all read it from here.

/**
 * The notetaker; with a language model of your own, the notice names its host and model. That is another question,
 * so it has another revision: every wording has two, the second with a model.
 */
const withModel = process.env.ASKFIRST_LLM_URL ? 1 : 0
const notetaker: Processor = process.env.ASKFIRST_LLM_URL
  ? {
      name: `Demo notetaker with ${new URL(process.env.ASKFIRST_LLM_URL).host}`,
      model: process.env.ASKFIRST_LLM_MODEL ?? 'unnamed',
    }
  : { name: 'Demo notetaker', model: 'demo', region: 'localhost' }

/** A summary of what was said, for everybody. Who says no stays, uncaptured. */
export const meetingSummary = defineFeature({
  id: 'meeting-summary',
  revision: 5 + withModel,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat', 'transcript'], required: true },
    improve: { purpose: 'train-models', data: ['chat', 'transcript'] },
  },
  processors: [notetaker],
  retention: { days: 7 },
  text: {
    en: {
      title: 'Meeting summary',
      asks: { improve: 'Train AI models with my chat messages and transcript' },
    },
    de: {
      title: 'Besprechungszusammenfassung',
      asks: { improve: 'KI-Modelle mit meinen Chatnachrichten und meinem Transkript trainieren' },
    },
    ar: {
      title: 'ملخص الاجتماع',
      asks: { improve: 'تدريب نماذج الذكاء الاصطناعي برسائلي في الدردشة ونص ما أقوله' },
    },
  },
})

/** Every chat line and caption, word for word and with names, which the notice says. Who does not agree has to leave. */
export const transcript = defineFeature({
  id: 'transcript',
  revision: 7 + withModel,
  policy: acceptOrLeave,
  asks: { transcribe: { purpose: 'transcribe', data: ['chat', 'transcript'], required: true } },
  processors: [notetaker],
  retention: { days: 7 },
  text: {
    en: {
      title: 'Transcript',
      why: 'It keeps what you write in chat and captions, word for word with your name, and shows it to everyone in the call.',
      asks: { transcribe: 'Keep what I write, word for word with my name' },
    },
    de: {
      title: 'Wortprotokoll',
      why: 'Es bewahrt auf, was Sie in Chat und Untertiteln schreiben, Wort für Wort mit Ihrem Namen, und zeigt es allen in der Besprechung.',
      asks: { transcribe: 'Aufbewahren, was ich schreibe, Wort für Wort mit meinem Namen' },
    },
    ar: {
      title: 'نص الاجتماع',
      why: 'يحتفظ برسائلك في الدردشة وتسمياتك التوضيحية كلمةً بكلمة مع اسمك، ويعرضها على كل من في المكالمة.',
      asks: { transcribe: 'الاحتفاظ بما أكتبه كلمةً بكلمة مع اسمي' },
    },
  },
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
