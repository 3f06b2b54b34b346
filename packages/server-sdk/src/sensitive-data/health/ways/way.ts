/** How people of one language tell of their health without the words in which a doctor would. */
export interface Way {
  /**
   * Conditions, symptoms and medicines that mean nothing else, wherever a sentence that has a person in it names them.
   * Small letters without accents; `*` stands for any ending.
   */
  clear: readonly string[]
  /** Somebody whose it may be. */
  person: RegExp
  /** How a sentence begins that leaves its person out. */
  personLeftOut: RegExp
  /** Between the person and the condition: they sell, ask or read about it. */
  elsewhere: RegExp
  /** Right before the person: it is only supposed. */
  supposed: RegExp
  /** Names of fields, where a form is filled in. Nothing in it, as in "none", is no answer. */
  fields: RegExp
  /** How these names begin. */
  fieldWords: string
  /**
   * Says it all by itself. Each with the words of which one is in whatever it fits; some say it with a "not" in them.
   */
  told: readonly (readonly [words: string, says: RegExp, withNot?: 'not' | undefined])[]
}

export const listed = (text: string): readonly string[] => text.trim().split(/\s*[\n,]\s*/)
