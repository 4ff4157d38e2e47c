import { useEffect, useRef } from 'react'

/** Shows that the microphone hears something, without saying how it is measured. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack }) {
  const ref = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.6 })
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = requestAnimationFrame(function draw() {
      analyser.getFloatTimeDomainData(samples)
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
      ref.current?.style.setProperty('--level', String(Math.min(1, loudness * 5)))
      frame = requestAnimationFrame(draw)
    })
    return () => {
      cancelAnimationFrame(frame)
      void context.close()
    }
  }, [track])
  return <span className="level" ref={ref} aria-hidden="true" />
}
