/** A text, and what is in it: kinds with the words themselves. */
export interface Case {
  text: string
  expected: readonly { kind: string; value: string }[]
}
