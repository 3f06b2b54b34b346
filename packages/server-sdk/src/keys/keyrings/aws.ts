import { KeyringUnavailableError } from '../keyring.ts'

/** What is used of an AWS client: any version 3 client of the right service is one. */
export interface AwsClient {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>
}

/** An official client, which is installed only by those who use it. */
export async function optionalPackage<M>(name: string, load: () => Promise<M>): Promise<M> {
  try {
    return await load()
  } catch (error) {
    if (!['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes((error as { code?: string }).code ?? '')) throw error
    throw new KeyringUnavailableError(`The package ${name} is not installed. Run: npm install ${name}`, 'action-needed')
  }
}

const refusals =
  /^(AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature|SignatureDoesNotMatch|MissingAuthenticationToken|OptInRequired|CredentialsProvider|TokenProvider|NotAuthorized|Disabled|KMSInvalidState|KeyUnavailable|InvalidKeyUsage|NotFound|DecryptionFailure|EncryptionFailure)/

/** Names only: what AWS says may hold account numbers. */
export function awsFailure(service: string, error: unknown): KeyringUnavailableError {
  if (error instanceof KeyringUnavailableError) return error
  const { name = 'unknown', code } = error as { name?: string; code?: string }
  if (refusals.test(name))
    return new KeyringUnavailableError(
      `${service} refuses (${name}). Check the credentials, what they allow, and that the key is enabled.`,
      'refused',
    )
  return new KeyringUnavailableError(
    `${service} cannot be reached (${code ?? name}). Nothing was changed; service goes on when it is back.`,
  )
}

export const isAwsError = (error: unknown, name: string) => (error as { name?: string }).name === name
