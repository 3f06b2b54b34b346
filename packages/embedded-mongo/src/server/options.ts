/** How `startEmbeddedMongo` starts a server. */
export interface EmbeddedMongoOptions {
  /** The directory that holds the data; it is made where there is none. One server at a time. */
  readonly dataDir: string
  /** Listen on 127.0.0.1 at this TCP port; 0 takes any free one. Default: no TCP. */
  readonly port?: number
  /** Listen on this unix socket (on Windows: this named pipe), whose name ends in `.sock`. Default, without `port`: a private one. */
  readonly socketPath?: string
  /** Run in the calling thread. Default: false, in a worker thread, so that the caller's event loop stays free. */
  readonly inProcess?: boolean
  /** Bytes of changes that are kept for change streams. Default: 128 MiB. At least 1 MiB. */
  readonly oplogBytes?: number
  /** How long a transaction may stay open, in seconds. Default: 60. */
  readonly transactionLifetimeSeconds?: number
}

/** A running server. */
export interface EmbeddedMongo {
  /** What to hand to `new MongoClient()`. */
  readonly uri: string
  /** Stops taking in commands, stores what is under way and closes the files. Safe to call twice. */
  close(): Promise<void>
}

/** Options with everything decided: what a worker is started with. */
export interface ServerSettings {
  readonly dataDir: string
  readonly address: { readonly kind: 'tcp'; readonly port: number } | { readonly kind: 'socket'; readonly path: string }
  readonly oplogBytes: number
  readonly transactionLifetime: number
}
