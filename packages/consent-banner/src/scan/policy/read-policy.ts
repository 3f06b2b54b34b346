import { readFile } from 'node:fs/promises'
import { ConsentPolicy } from '@sotto/contracts'
import { ScanProblem } from '../scan-problem.ts'

const largest = 2_000_000

/** A policy from a file or an address. Throws a ScanProblem that says where it is not one. */
export async function readPolicy(place: string): Promise<ConsentPolicy> {
  const text = /^https?:\/\//i.test(place) ? await fetched(place) : await read(place)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ScanProblem(`The policy ${place} is not JSON: ${(error as Error).message}.`, { cause: error })
  }
  const result = ConsentPolicy.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'it'} ${message}`)
  throw new ScanProblem(`The policy ${place} is not valid: ${problems.join('; ')}.`)
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new ScanProblem(`The policy ${path} cannot be read: ${reason}.`, { cause: error })
  }
}

async function fetched(address: string): Promise<string> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(15_000),
      headers: { accept: 'application/json' },
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    const text = await response.text()
    if (text.length > largest) throw new Error('it is larger than 2 MB')
    return text
  } catch (error) {
    const { message, cause } = error as Error
    throw new ScanProblem(
      `The policy ${address} cannot be fetched: ${cause instanceof Error ? cause.message : message}.`,
      { cause: error },
    )
  }
}
