/** One thing that somebody of support looks at, in the words of the page. */
export interface Shown {
  id: string
  title: string
  /** A second line. */
  note: string
  /** When it was made, or happened last. */
  at: string | null
  facts: readonly (readonly [name: string, value: string | null])[]
  /** Longer text of it. */
  text?: string | null
  /** What is read beside it, once it is open. */
  inside?: 'messages' | 'documents'
}
