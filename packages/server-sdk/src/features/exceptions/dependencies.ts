/** What exceptions stand on. Made once for a running Sotto. */
export interface ExceptionDependencies {
  /** Tells the runner that there is work. */
  kick: () => void
}
