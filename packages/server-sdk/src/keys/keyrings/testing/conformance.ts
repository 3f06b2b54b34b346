import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Keyring, type KeyringProblem, KeyringUnavailableError } from '../../keyring.ts'

/** How the suite reaches, breaks and looks into what lies behind a keyring. */
export interface KeyringUnderTest {
  /** Another instance, as another process would make it, on the same keys. */
  open(): Keyring
  /** Takes it out of reach, and back. */
  away?(): Promise<void>
  back?(): Promise<void>
  /** Everything that lies behind it, as text: what an outsider who got hold of it sees. */
  remains(): Promise<string>
  /** The text that lies there for an epoch, to be damaged. */
  change?(epoch: string, change: (text: string) => string): Promise<void>
  /** Where keys are brought from outside: adds and removes one, as its owner does. */
  bring?(epoch: string): Promise<void>
  take?(epoch: string): Promise<void>
  /** Deletes a key so that it can be brought back. */
  deleteHalf?(epoch: string): Promise<void>
  /** Whether keys lie in the clear behind it. */
  plain: boolean
  close(): Promise<void>
}

/** What cannot happen to some keyrings: `away`, `change`, or `deleteHalf`, whose functions are then left out. */
type Impossible = 'away' | 'change' | 'deleteHalf'

/** What every keyring must do. Run against each implementation, with what is behind it real or imitated. */
export function behavesAsKeyring(
  name: string,
  make: () => Promise<KeyringUnderTest>,
  { impossible = [] }: { impossible?: readonly Impossible[] } = {},
): void {
  const where = (can: Impossible) => (impossible.includes(can) ? () => {} : it)

  describe(`the keyring: ${name}`, () => {
    let tested: KeyringUnderTest
    beforeAll(async () => {
      tested = await make()
    })
    afterAll(() => tested?.close())

    let count = 0
    const newEpoch = () => {
      count += 1
      return `e2026112${count % 10}-ab${String(count).padStart(4, '0')}`
    }
    /** Makes a key, whoever has to do it. */
    const made = async (keyring: Keyring, epoch = newEpoch()) => {
      await tested.bring?.(epoch)
      return { epoch, key: await keyring.create(epoch) }
    }
    const refusal = async (work: Promise<unknown>): Promise<KeyringUnavailableError> => {
      const error = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(KeyringUnavailableError)
      return error as KeyringUnavailableError
    }

    it('keeps 32 random bytes for each epoch, and lists them', async () => {
      const keyring = tested.open()
      const one = await made(keyring)
      const two = await made(keyring)
      expect([one.key.length, two.key.length, one.key.equals(two.key)]).toEqual([32, 32, false])
      const other = tested.open()
      expect(await other.read(one.epoch)).toEqual(one.key)
      expect(await other.read(two.epoch)).toEqual(two.key)
      expect(await other.list()).toEqual(expect.arrayContaining([one.epoch, two.epoch]))
      expect(await keyring.list()).toEqual((await other.list()).toSorted())
      expect(await other.read(newEpoch())).toBeUndefined()
    })

    it('gives out copies: what a caller does to a key stays with the caller', async () => {
      const keyring = tested.open()
      const { epoch, key } = await made(keyring)
      const before = Buffer.from(key)
      key.fill(0)
      ;(await keyring.read(epoch))?.fill(0)
      expect(await keyring.read(epoch)).toEqual(before)
    })

    it('keeps the first key of an epoch, also when several instances make it at once', async () => {
      const epoch = newEpoch()
      await tested.bring?.(epoch)
      const keys = await Promise.all(Array.from({ length: 8 }, () => tested.open().create(epoch)))
      const kept = await tested.open().read(epoch)
      for (const key of [...keys, await tested.open().create(epoch)]) expect(key).toEqual(kept)
    })

    it('destroys for ever, and more than once', async () => {
      const keyring = tested.open()
      const { epoch, key } = await made(keyring)
      const stays = await made(keyring)
      if (tested.take) {
        expect((await refusal(keyring.destroy(epoch))).reason).toBe('action-needed')
        expect(await keyring.read(epoch)).toEqual(key)
        await tested.take(epoch)
      }
      await keyring.destroy(epoch)
      await keyring.destroy(epoch)
      await tested.open().destroy(epoch)
      for (const instance of [keyring, tested.open()]) {
        expect(await instance.read(epoch)).toBeUndefined()
        expect(await instance.list()).not.toContain(epoch)
      }
      const remains = await tested.remains()
      expect(remains).not.toContain(key.toString('hex'))
      if (tested.plain) expect(remains).toContain(stays.key.toString('hex'))
      else expect(remains).not.toContain(stays.key.toString('hex'))
      expect(await keyring.read(stays.epoch)).toEqual(stays.key)
      await keyring.destroy('never-made')
    })

    it('lists all of many', async () => {
      const keyring = tested.open()
      const epochs = Array.from({ length: 7 }, () => newEpoch())
      for (const epoch of epochs) await made(keyring, epoch)
      expect(await tested.open().list()).toEqual(expect.arrayContaining(epochs))
    })

    it.each(['../secret', 'e1/../e2', '', 'E1', 'e 1', 'e1\0', 'e1%2f', 'x'.repeat(65)])(
      'refuses the id %j',
      async (epoch) => {
        const keyring = tested.open()
        for (const refused of [keyring.read(epoch), keyring.create(epoch), keyring.destroy(epoch)])
          await expect(refused).rejects.toThrow(TypeError)
      },
    )

    where('away')('that is away says so, changes nothing, and goes on when it is back', async () => {
      const keyring = tested.open()
      const { epoch, key } = await made(keyring)
      // What was asked of something that only hangs may still be done later, so nothing else depends on this one.
      const ends = await made(keyring)
      await tested.away?.()
      const problems: KeyringProblem[] = []
      for (const instance of [keyring, tested.open()])
        for (const work of [
          () => instance.read(epoch),
          () => instance.read('never-made'),
          () => instance.list(),
          () => instance.destroy(ends.epoch),
        ])
          problems.push((await refusal(work())).reason)
      await refusal(keyring.create(newEpoch()))
      await tested.back?.()
      expect(problems).toEqual(problems.map(() => 'unreachable'))
      expect(await keyring.read(epoch)).toEqual(key)
      expect(await tested.open().read(epoch)).toEqual(key)
      expect(await made(keyring)).toMatchObject({ key: expect.any(Buffer) })
    })

    where('change')('never answers with a damaged key, nor with that of another epoch', async () => {
      const change = tested.change as NonNullable<KeyringUnderTest['change']>
      const keyring = tested.open()
      const other = await made(keyring)
      let otherText = ''
      await change(other.epoch, (text) => {
        otherText = text
        return text
      })
      const flipped = (text: string) => text.slice(0, 20) + (text[20] === '0' ? '1' : '0') + text.slice(21)
      const damages: ((text: string) => string)[] = [
        (text) => text.slice(0, 40),
        (text) => text.slice(0, -1),
        (text) => `${text}00`,
        () => '',
        () => 'not a key at all',
      ]
      // Brought keys are 32 bytes without a check: only what is no key is seen.
      if (!tested.bring) damages.push(flipped, () => otherText)
      for (const damage of damages) {
        const { epoch, key } = await made(keyring)
        let text = ''
        await change(epoch, (whole) => {
          text = whole
          return damage(whole)
        })
        if (tested.bring && damage(text) === '') continue
        for (const work of [tested.open().read(epoch), tested.open().create(epoch)]) {
          const error = await refusal(work)
          expect(error.reason).toBe('damaged')
          expect(error.message).toMatch(/copy/)
          expect(error.message).not.toContain(key.toString('hex').slice(0, 16))
        }
        await change(epoch, () => text)
        expect(await keyring.read(epoch)).toEqual(key)
      }
    })

    where('deleteHalf')('takes a key that was deleted, and can be brought back, as away', async () => {
      const keyring = tested.open()
      const { epoch } = await made(keyring)
      await tested.deleteHalf?.(epoch)
      expect((await refusal(keyring.read(epoch))).reason).toBe('action-needed')
      expect((await refusal(keyring.create(epoch))).reason).toBe('action-needed')
      await keyring.destroy(epoch)
      expect(await keyring.read(epoch)).toBeUndefined()
      expect(await tested.remains()).not.toContain(epoch)
    })

    it('has a description without a key in it', async () => {
      const keyring = tested.open()
      const { key } = await made(keyring)
      expect(keyring.description).toMatch(/\w{4}/)
      expect(JSON.stringify(keyring)).not.toContain(key.toString('hex'))
    })
  })
}
