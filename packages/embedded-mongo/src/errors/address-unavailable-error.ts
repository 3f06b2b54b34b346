/** The port or socket cannot be listened on; usually something else listens there. */
export class AddressUnavailableError extends Error {
  override readonly name = 'AddressUnavailableError'
  readonly address: string

  constructor(address: string, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? options.cause.message : 'unknown reason'
    super(`Cannot listen on ${address}: ${reason}`, options)
    this.address = address
  }
}
