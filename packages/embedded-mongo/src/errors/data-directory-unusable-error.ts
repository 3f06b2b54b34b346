/** The data directory cannot be made, opened or read. `cause` says what the system answered. */
export class DataDirectoryUnusableError extends Error {
  override readonly name = 'DataDirectoryUnusableError'
  readonly dataDir: string

  constructor(dataDir: string, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? options.cause.message : 'unknown reason'
    super(
      `The data directory ${dataDir} cannot be used: ${reason}. Check that this user may read and write there, or choose another directory`,
      options,
    )
    this.dataDir = dataDir
  }
}
