import { type Row, toPlainRow, toRatioRow, toRow } from 'bench/row'
import type { Prompting } from './measured.ts'
import type { Scenario } from './scenario.ts'

/** What a crowd may cost, beside the same crowd at a plain server of the same run. */
export function toRows(crowd: string, { meetings, people: ofEach, own, floor, echo }: Scenario): Row[] {
  const { steps } = own
  const each = (value: number): number => value / (meetings * ofEach)
  const { busy, quiet } = own.withdraw
  /** Of many small meetings it is how those share a machine: to be known. */
  const ofCrowd = (name: string, value: number, unit: Row['unit'], peer: { floor: number; times: number }) =>
    meetings === 1 ? toRatioRow(name, value, unit, peer) : toPlainRow(name, value, unit, peer.floor)
  const rows = [
    toRatioRow('joining, each', each(own.join.wholeMs) * 1_000, 'µs', {
      floor: each(floor.join.wholeMs) * 1_000,
      times: 1.5,
    }),
    toPlainRow(
      'joining, each, the first time',
      each(own.firstJoin.wholeMs) * 1_000,
      'µs',
      each(floor.firstJoin.wholeMs) * 1_000,
    ),
    ofCrowd('memory, each', own.memory.whole, 'bytes', { floor: floor.memory.whole, times: 2 }),
    toPlainRow('memory, each, objects alone', own.memory.objects, 'bytes', floor.memory.objects),
    ofCrowd('prompt, until the last has it', own.prompt.wholeMs, 'ms', {
      floor: floor.prompt.wholeMs,
      times: 1.3,
    }),
    toPlainRow('prompt, p50', own.prompt.each.p50, 'ms', floor.prompt.each.p50),
    toPlainRow('prompt, p99', own.prompt.each.p99, 'ms', floor.prompt.each.p99),
    toRow('prompt, at the other host, p50', own.prompt.host.p50, 'ms', FIRST_MS),
    toRow('prompt, open at the worker, p50', own.prompt.worker.p50, 'ms', FIRST_MS),
    toPlainRow('prompt, at the other host, p99', own.prompt.host.p99, 'ms'),
    toPlainRow('prompt, open at the worker, p99', own.prompt.worker.p99, 'ms'),
    toRow('prompt, longest block', own.prompt.blockMs, 'ms', BLOCK_MS),
    toPlainRow(
      'prompt, the first one, until the last has it',
      own.firstPrompt.wholeMs,
      'ms',
      floor.firstPrompt.wholeMs,
    ),
    toPlainRow(
      'prompt, the first one, longest block',
      own.firstPrompt.blockMs,
      'ms',
      floor.firstPrompt.blockMs,
    ),
    toPlainRow('prompt, longest block of plain ws', floor.prompt.blockMs, 'ms'),
    ...toCrowdedRows(own.crowdedPrompt, floor.crowdedPrompt),
    toPlainRow('answers, acknowledged, p50', own.answer.each.p50, 'ms', floor.answer.each.p50),
    ofCrowd('answers, acknowledged, p99', own.answer.each.p99, 'ms', {
      floor: floor.answer.each.p99,
      times: 2.5,
    }),
    toPlainRow(
      'answers, acknowledged, p99, beside rows of text',
      own.answer.each.p99,
      'ms',
      floor.rows?.each.p99,
    ),
    toPlainRow('answers, acknowledged, worst', own.answer.each.worst, 'ms', floor.answer.each.worst),
    // The plain server's first ones are rows of text.
    toPlainRow('answers, the first ones, p99', own.answer.first.p99, 'ms'),
    toPlainRow('answers, longest block', own.answer.blockMs, 'ms', floor.answer.blockMs),
    toRatioRow('no to closed gate, quiet, p50', quiet.gate.p50, 'ms', { floor: echo.p50, times: 3 }),
    toPlainRow('no to closed gate, quiet, p99', quiet.gate.p99, 'ms', echo.p99),
    toPlainRow('no to closed gate, quiet, worst', quiet.gate.worst, 'ms', echo.worst),
    toPlainRow('no to closed gate, while all answer, p50', busy.gate.p50, 'ms'),
    toRow('no to closed gate, while all answer, p99', busy.gate.p99, 'ms', GATE_P99_MS),
    toPlainRow('no to closed gate, while all answer, worst', busy.gate.worst, 'ms'),
    toPlainRow('the same from the click, p50', busy.whole.p50, 'ms'),
    toPlainRow('the same from the click, p99', busy.whole.p99, 'ms'),
    toPlainRow('no acknowledged, while all answer, p99', busy.acknowledged.p99, 'ms'),
    ...(['connect', 'join', 'prompt', 'show', 'answer'] as const).flatMap((step) => [
      toPlainRow(`${step}: messages to each`, each(steps[step].messages), 'messages'),
      toPlainRow(`${step}: bytes to each`, each(steps[step].bytes), 'bytes'),
      toPlainRow(`${step}: took`, steps[step].tookMs, 'ms', floor.steps[step].tookMs),
      toPlainRow(`${step}: processor, server`, steps[step].serverCpuMs, 'ms', floor.steps[step].serverCpuMs),
      toPlainRow(`${step}: processor, clients`, steps[step].clientCpuMs, 'ms', floor.steps[step].clientCpuMs),
    ]),
  ]
  return rows.map((row) => ({ ...row, name: `${crowd}: ${row.name}` }))
}

/** The same with twice as many hosts a second. */
function toCrowdedRows(own: Prompting | undefined, floor: Prompting | undefined): Row[] {
  if (own === undefined) return []
  const name = (what: string): string => `prompt, twice as many a second, ${what}`
  return [
    toPlainRow(name('until the last has it'), own.wholeMs, 'ms', floor?.wholeMs),
    toPlainRow(name('at the other host, p50'), own.host.p50, 'ms'),
    toPlainRow(name('open at the worker, p50'), own.worker.p50, 'ms'),
    toPlainRow(name('longest block'), own.blockMs, 'ms', floor?.blockMs),
  ]
}

const FIRST_MS = 5
const BLOCK_MS = 25
const GATE_P99_MS = 50
