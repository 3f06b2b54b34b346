export interface Figure {
  name: string
  value: number
  unit: string
  aim: string | null
  met: boolean | null
  against: Record<string, number>
}

export const rounded = (value: number) => Math.round(value * 1000) / 1000

/** A share of what something bare does in the same time. */
export const share = (name: string, value: number, aim: number, against: Record<string, number>): Figure => ({
  name,
  value: rounded(value),
  unit: 'ratio',
  aim: `>=${aim}`,
  met: value >= aim,
  against,
})

export const told = (name: string, value: number, unit: string, against: Record<string, number> = {}): Figure => ({
  name,
  value: rounded(value),
  unit,
  aim: null,
  met: null,
  against,
})

/** What may not be more than an aim. */
export const atMost = (
  name: string,
  value: number,
  unit: string,
  aim: number,
  against: Record<string, number>,
): Figure => ({ name, value: rounded(value), unit, aim: `<=${aim}`, met: value <= aim, against })
