import { type Keyring, KeyringUnavailableError } from '../keyring.ts'
import { keyringOf } from './keyring-of.ts'
import { pathOf, type VaultAnswer, type VaultOptions, vaultSession } from './vault-session.ts'

/**
 * A keyring in HashiCorp Vault or OpenBao: a KV engine of version 2, with one secret an epoch, whose field `key` holds
 * the key. A key is written once (check-and-set), and destroyed with all its versions and its metadata, so that nothing
 * can undelete it. docs/guides/keyrings.md has the policy that this needs.
 *
 * A key that somebody deleted without destroying it counts as away, not as gone.
 *
 * @throws TypeError for an address or credentials that cannot be used
 */
export function vaultKeyring(options: VaultOptions): Keyring {
  const vault = vaultSession(options)
  const mount = pathOf(options.mount ?? 'secret')
  const path = pathOf(options.path ?? 'sotto/epoch-keys')
  if (!mount || !path) throw new TypeError('Vault needs a mount and a path.')
  const description = `Vault ${vault.place} ${mount}/${path}`
  const dataOf = (epoch: string) => `${mount}/data/${path}/${epoch}`
  const metadataOf = (epoch: string) => `${mount}/metadata/${path}/${epoch}`
  let engineChecked = false

  /** An engine of version 1 would lose the first-wins rule, and would answer "not there" to everything else. */
  async function checkEngine(): Promise<void> {
    if (engineChecked) return
    const { status, body } = await vault.request('GET', `sys/internal/ui/mounts/${mount}`)
    const { type, options: settings } = (body.data ?? {}) as { type?: string; options?: { version?: string } | null }
    if (status === 200 && (type !== 'kv' || settings?.version !== '2')) throw wrongEngine()
    engineChecked = true
  }

  const wrongEngine = () =>
    new KeyringUnavailableError(
      `The secrets engine at ${mount} in Vault is not KV version 2. Enable one (vault secrets enable -path=${mount} -version=2 kv), or name another mount.`,
      'action-needed',
    )

  /** What an answer other than success means; `may` is what the policy has to allow. */
  function failure({ status, body }: VaultAnswer, may: string): KeyringUnavailableError {
    if (status === 403)
      return new KeyringUnavailableError(
        `Vault at ${vault.place} refuses. The token must be valid, and its policy must allow ${may}.`,
        'refused',
      )
    if (status === 404 && (body.errors?.length ?? 0) > 0)
      return new KeyringUnavailableError(
        `Vault at ${vault.place} has no secrets engine at ${mount}${options.namespace ? ' in this namespace' : ''}. Check mount and namespace.`,
        'refused',
      )
    return new KeyringUnavailableError(
      `Vault at ${vault.place} did not do what was asked (status ${status}), which needs ${may}. Nothing was changed.`,
      'refused',
    )
  }

  async function read(epoch: string): Promise<string | undefined> {
    await checkEngine()
    const answer = await vault.request('GET', dataOf(epoch))
    const { data, metadata } = (answer.body.data ?? {}) as { data?: { key?: unknown } | null; metadata?: Version }
    if (answer.status === 200) return typeof data?.key === 'string' ? data.key : ''
    if (isNothing(answer) || metadata?.destroyed === true) return undefined
    if (answer.status === 404 && metadata)
      throw new KeyringUnavailableError(
        `The key of epoch ${epoch} in Vault was deleted, and not destroyed. Bring it back: vault kv undelete -mount=${mount} -versions=${Number(metadata.version)} ${path}/${epoch}`,
        'action-needed',
      )
    throw failure(answer, `"read" on ${mount}/data/${path}/*`)
  }

  return keyringOf({
    description,
    remedy: `Write it again from your own copy: vault kv put -mount=${mount} ${path}/EPOCH key=@copy`,
    read,
    async list() {
      await checkEngine()
      const answer = await vault.request('GET', `${mount}/metadata/${path}?list=true`)
      if (isNothing(answer)) return []
      const names = answer.body.data?.keys
      if (answer.status !== 200 || !Array.isArray(names)) throw failure(answer, `"list" on ${mount}/metadata/${path}/`)
      return names.filter((name): name is string => typeof name === 'string')
    },
    async keep(epoch, text) {
      await checkEngine()
      const answer = await vault.request('POST', dataOf(epoch), { options: { cas: 0 }, data: { key: text } })
      if (answer.status === 200) {
        const { deletion_time: ends } = (answer.body.data ?? {}) as Version
        if (!ends) return text
        await destroy(epoch)
        throw new KeyringUnavailableError(
          `Vault would delete the key by itself after a time. Set delete_version_after to 0s for the mount ${mount} (vault write ${mount}/config delete_version_after=0s).`,
          'action-needed',
        )
      }
      if (answer.status === 204) {
        await vault.request('DELETE', dataOf(epoch))
        throw wrongEngine()
      }
      // Somebody was first: a policy without "update" says so with 403, others with 400.
      const there = answer.status === 404 ? undefined : await read(epoch)
      if (there !== undefined) return there
      if (answer.status === 400)
        throw new KeyringUnavailableError(
          `In Vault, epoch ${epoch} has had a key that was destroyed. What is left of it is in the way: vault kv metadata delete -mount=${mount} ${path}/${epoch}`,
          'action-needed',
        )
      throw failure(answer, `"create" on ${mount}/data/${path}/*`)
    },
    destroy,
  })

  async function destroy(epoch: string): Promise<void> {
    await checkEngine()
    const found = await vault.request('GET', metadataOf(epoch))
    if (isNothing(found)) return
    const versions = Object.keys((found.body.data?.versions ?? {}) as Record<string, Version>).map(Number)
    if (found.status !== 200) throw failure(found, `"read" on ${mount}/metadata/${path}/*`)
    const destroyed = await vault.request('POST', `${mount}/destroy/${path}/${epoch}`, { versions })
    if (destroyed.status >= 400) throw failure(destroyed, `"update" on ${mount}/destroy/${path}/*`)
    const removed = await vault.request('DELETE', metadataOf(epoch))
    if (removed.status >= 400) throw failure(removed, `"delete" on ${mount}/metadata/${path}/*`)
    if (!isNothing(await vault.request('GET', metadataOf(epoch))))
      throw new KeyringUnavailableError(
        `Vault at ${vault.place} still has the key of epoch ${epoch}. It is tried again.`,
      )
  }
}

interface Version {
  version?: number
  deletion_time?: string
  destroyed?: boolean
}

/** Vault's way to say that there is nothing at a path of an engine that exists. */
const isNothing = ({ status, body }: VaultAnswer) =>
  status === 404 && !body.data && Array.isArray(body.errors) && body.errors.length === 0
