/** A note is well formed but not signed by the key that was asked for. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError'
  /** `unsigned`: no signature of this key is there. `forged`: one is there, and it does not match the text. */
  readonly code: 'unsigned' | 'forged'

  constructor(code: 'unsigned' | 'forged', message: string) {
    super(message)
    this.code = code
  }
}
