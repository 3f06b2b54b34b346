import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Secret {
  text: string
  deletedAt: number | null
}

/** AWS Secrets Manager and AWS KMS in this process: the calls that keyrings make, in AWS's JSON 1.1 protocol. */
export interface TestAws {
  readonly endpoint: string
  readonly secrets: Map<string, Secret>
  /** Every call so far, with what was sent. */
  readonly calls: { action: string; input: Record<string, unknown> }[]
  /** How many secrets one page of a list holds. */
  pageSize: number
  silent: boolean
  /** An error for every call, by its name. */
  failure: string | undefined
  stop(): Promise<void>
  start(): Promise<void>
}

class Refusal extends Error {
  readonly type: string
  constructor(type: string) {
    super(`account 123456789012 says ${type}`)
    this.type = type
  }
}

type Input = Record<string, string> & {
  EncryptionContext?: Record<string, string>
  Filters?: { Values: string[] }[]
  MaxResults?: number
  ForceDeleteWithoutRecovery?: boolean
}

export async function startTestAws(): Promise<TestAws> {
  const secrets = new Map<string, Secret>()
  const kmsKey = randomBytes(32)
  let port = 0
  const aws: TestAws = {
    get endpoint() {
      return `http://127.0.0.1:${port}`
    },
    secrets,
    calls: [],
    pageSize: 100,
    silent: false,
    failure: undefined,
    async stop() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
    async start() {
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
      port = (server.address() as AddressInfo).port
    },
  }

  const live = (name: string): Secret => {
    const secret = secrets.get(name)
    if (!secret) throw new Refusal('ResourceNotFoundException')
    if (secret.deletedAt !== null) throw new Refusal('InvalidRequestException')
    return secret
  }
  const arn = (name: string) => ({
    ARN: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-a1b2c3`,
    Name: name,
  })

  const actions: Record<string, (input: Input) => object> = {
    'secretsmanager.CreateSecret': ({ Name = '', SecretString = '' }) => {
      const there = secrets.get(Name)
      if (there) throw new Refusal(there.deletedAt === null ? 'ResourceExistsException' : 'InvalidRequestException')
      secrets.set(Name, { text: SecretString, deletedAt: null })
      return { ...arn(Name), VersionId: 'v1' }
    },
    'secretsmanager.GetSecretValue': ({ SecretId = '' }) => ({ ...arn(SecretId), SecretString: live(SecretId).text }),
    'secretsmanager.DeleteSecret': ({ SecretId = '', ForceDeleteWithoutRecovery }) => {
      // Forced, a secret that is not there is no error.
      if (!secrets.has(SecretId) && ForceDeleteWithoutRecovery) return { ...arn(SecretId), DeletionDate: 0 }
      const secret = live(SecretId)
      if (ForceDeleteWithoutRecovery) secrets.delete(SecretId)
      else secret.deletedAt = Date.now()
      return { ...arn(SecretId), DeletionDate: Date.now() / 1000 }
    },
    'secretsmanager.RestoreSecret': ({ SecretId = '' }) => {
      const secret = secrets.get(SecretId)
      if (!secret) throw new Refusal('ResourceNotFoundException')
      secret.deletedAt = null
      return arn(SecretId)
    },
    'secretsmanager.ListSecrets': ({ Filters = [], MaxResults = 100, NextToken = '0' }) => {
      const [prefix = ''] = Filters[0]?.Values ?? []
      const found = [...secrets].filter(([name, { deletedAt }]) => name.startsWith(prefix) && deletedAt === null)
      const from = Number(NextToken)
      const to = from + Math.min(MaxResults, aws.pageSize)
      return {
        SecretList: found.slice(from, to).map(([name]) => arn(name)),
        ...(to < found.length ? { NextToken: String(to) } : {}),
      }
    },
    'TrentService.Encrypt': ({ Plaintext = '', EncryptionContext = {}, KeyId }) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', kmsKey, iv).setAAD(contextOf(EncryptionContext))
      const sealed = Buffer.concat([cipher.update(Plaintext, 'base64'), cipher.final()])
      const blob = Buffer.concat([Buffer.alloc(100, 1), iv, cipher.getAuthTag(), sealed])
      return { CiphertextBlob: blob.toString('base64'), KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
    },
    'TrentService.Decrypt': ({ CiphertextBlob = '', EncryptionContext = {}, KeyId }) => {
      const blob = Buffer.from(CiphertextBlob, 'base64').subarray(100)
      try {
        const decipher = createDecipheriv('aes-256-gcm', kmsKey, blob.subarray(0, 12))
        decipher.setAAD(contextOf(EncryptionContext)).setAuthTag(blob.subarray(12, 28))
        const opened = Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()])
        return { Plaintext: opened.toString('base64'), KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
      } catch {
        throw new Refusal('InvalidCiphertextException')
      }
    },
  }

  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    const action = String(request.headers['x-amz-target'])
    const input = JSON.parse(text) as Input
    aws.calls.push({ action, input })
    if (aws.silent) return
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(body))
    }
    try {
      if (aws.failure) throw new Refusal(aws.failure)
      send(200, (actions[action] as (input: Input) => object)(input))
    } catch (error) {
      const { type, message } = error as Refusal
      send(400, { __type: type, Message: message })
    }
  })

  await aws.start()
  return aws
}

const contextOf = (context: Record<string, string>) => Buffer.from(JSON.stringify(Object.entries(context).sort()))
