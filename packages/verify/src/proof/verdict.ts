/** What came of checking something that is smaller than a log. */
export interface Verdict<Code extends string = string> {
  /**
   * `valid`: shown, by something that was given from elsewhere. `invalid`: there are problems. `unproven`: nothing is
   * wrong, and nothing was given that would prove it.
   */
  status: 'valid' | 'invalid' | 'unproven'
  problems: { code: Code; message: string }[]
  /** In sentences. */
  shown: string[]
  notShown: string[]
}
