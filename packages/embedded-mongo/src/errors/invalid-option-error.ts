/** An option of `startEmbeddedMongo` has a value that cannot be used. The message says which, and what is accepted. */
export class InvalidOptionError extends Error {
  override readonly name = 'InvalidOptionError'
  readonly option: string

  constructor(option: string, accepted: string) {
    super(`The option ${option} has to be ${accepted}`)
    this.option = option
  }
}
