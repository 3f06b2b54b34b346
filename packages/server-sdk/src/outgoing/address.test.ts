import { expect, it } from 'vitest'
import { AddressRefusedError, reachOf } from './address.ts'

const looked = (host: string, open: boolean) =>
  new Promise((resolve, reject) =>
    reachOf(open).lookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found))),
  )

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '[::1]',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
])('%s lies inside', (address) => {
  expect(() => reachOf(false).admit(address)).toThrow(AddressRefusedError)
  expect(() => reachOf(true).admit(address)).not.toThrow()
})

it.each(['8.8.8.8', '2606:4700::1111', 'siem.example.com'])('%s does not', (address) => {
  expect(() => reachOf(false).admit(address)).not.toThrow()
})

it('judges what a name leads to', async () => {
  await expect(looked('localhost', false)).rejects.toThrow(AddressRefusedError)
  await expect(looked('localhost', true)).resolves.not.toHaveLength(0)
})
