import { type Keyring, KeyringUnavailableError } from '../keyring.ts'
import { keyringOf } from './keyring-of.ts'
import { readStoredKey } from './stored-form.ts'

/**
 * A keyring in environment variables: `SOTTO_EPOCH_KEY_2026_11` holds the key of epoch `2026_11`, 32 random bytes as hex
 * (`openssl rand -hex 32`). A `-` in an epoch's id is written `__`.
 *
 * A process can neither make nor destroy what is in its environment, so both are its owner's: `create` is refused with
 * the variable to add, `destroy` as long as the variable is there. To rotate, add the next variable to every instance and
 * start them again, and remove the old one when you are told to, also from wherever it is written down: that is the
 * destruction.
 *
 * @param variables looked at anew each time; default `process.env`
 * @param options.prefix how the names begin; default `SOTTO_EPOCH_KEY_`
 */
export function environmentKeyring(
  variables: Readonly<Record<string, string | undefined>> = process.env,
  { prefix = 'SOTTO_EPOCH_KEY_' }: { prefix?: string } = {},
): Keyring {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(prefix)) throw new TypeError('The prefix has capital letters, digits and _ only.')

  const find = (name: string) => {
    const same = Object.keys(variables).find((other) => other.toUpperCase() === name)
    return (same && variables[same]?.trim()) || undefined
  }

  return keyringOf({
    description: `environment ${prefix}…`,
    remedy: 'Set its variable to the key again, as it is in your own copy.',
    broughtFromOutside: true,
    async list() {
      return Object.keys(variables).flatMap((name) => {
        const upper = name.toUpperCase()
        if (!upper.startsWith(prefix) || !find(upper)) return []
        const epoch = upper.slice(prefix.length).replaceAll('__', '-').toLowerCase()
        return variableOf(prefix, epoch) === upper ? [epoch] : []
      })
    },
    read: async (epoch) => find(variableOf(prefix, epoch)),
    async keep(epoch, text) {
      const name = variableOf(prefix, epoch)
      const there = find(name)
      if (there) return there
      // A wrapped key is no secret, and only the wrapping service could make one: it is given as it is. A plain key is.
      const value =
        readStoredKey(epoch, text)?.form === 'wrapped'
          ? `${text} (made for you, and wrapped)`
          : '32 random bytes as hex, made with: openssl rand -hex 32'
      throw new KeyringUnavailableError(
        `The environment has no key for epoch ${epoch}. Add ${name} to the environment of every instance and start them again; its value: ${value}. Keep a copy in another place than the data and its backups.`,
        'action-needed',
      )
    },
    async destroy(epoch) {
      const name = variableOf(prefix, epoch)
      if (find(name))
        throw new KeyringUnavailableError(
          `The key of epoch ${epoch} is still in the environment. Remove ${name} from every instance and from wherever it is written down, destroy your copies of it, and start again; until then the epoch has not ended.`,
          'action-needed',
        )
    },
  })
}

/** Reversible, so that `list` and `read` speak of the same epochs. */
function variableOf(prefix: string, epoch: string): string {
  const name = epoch.replaceAll('-', '__')
  if (name.replaceAll('__', '-') !== epoch)
    throw new TypeError('The id of an epoch in the environment has no __ and no _ beside a -.')
  return prefix + name.toUpperCase()
}
