const mark = Symbol.for('@sotto/client-sdk/failure')

/**
 * What our error classes have in common: a mark that errors made by another copy of this package (another version, or
 * ESM beside CommonJS) carry too, so that `instanceof` recognises them.
 */
export abstract class Failure extends Error {
  get [mark](): true {
    return true
  }
}

/** Whether a value is an error of ours, of the class that has this property. */
export const isFailure = (value: unknown, property: string): boolean =>
  value instanceof Object && mark in value && property in value
