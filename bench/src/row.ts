/** One figure beside what it is compared with. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: 'ns' | 'µs' | 'ms' | 'times' | 'bytes' | 'packets' | 'messages' | 'frames' | 'renders'
  /** The most it may be; absent for what is only to be known. */
  readonly budget?: number
  /** What it is compared with, measured in the same run, in the same unit; absent for a fixed budget. */
  readonly floor?: number
  readonly pass: boolean
}

/** A figure that has to stay below a fixed budget. */
export function toRow(name: string, value: number, unit: Row['unit'], budget: number): Row {
  return { name, value, unit, budget, pass: value <= budget }
}

/** A figure that may be so many times its floor: machines differ, the ratio hardly does. */
export function toRatioRow(
  name: string,
  value: number,
  unit: Row['unit'],
  { floor, times }: { readonly floor: number; readonly times: number },
): Row {
  return { ...toRow(name, value, unit, floor * times), floor }
}

/** A figure that is to be known, beside that of the floor where there is one. */
export function toPlainRow(name: string, value: number, unit: Row['unit'], floor?: number): Row {
  return { name, value, unit, pass: true, ...(floor !== undefined && { floor }) }
}
