import { config } from 'zod'

/**
 * zod tries whether it may compile its checks, which the server's policy forbids and reports. It is told before the
 * first schema is made, so this module comes before all others.
 */
config({ jitless: true })
