/** Another living process holds the data directory. Stop it, or choose another directory. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError'
  readonly dataDir: string
  /** The process that holds it, where that is known. */
  readonly processId: number | undefined
  /** Where that one answers, once it does: for `new MongoClient()`. */
  readonly uri: string | undefined

  constructor(dataDir: string, processId?: number, uri?: string) {
    const holder = processId === undefined ? 'another process' : `process ${processId}`
    super(`The data directory ${dataDir} is in use by ${holder}: stop that one, or choose another directory`)
    this.dataDir = dataDir
    this.processId = processId
    this.uri = uri
  }
}
