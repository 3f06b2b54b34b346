import { lookup as resolveBySystem } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What can be reached from inside only: loopback, link-local (where clouds keep their metadata) and private networks. */
const inside = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6')

/** The address may not be reached from here. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError'
  constructor() {
    super('the address lies inside the network of this server, which its operator has not allowed')
  }
}

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

const isInside = (address: string): boolean => {
  const [, four] = mapped.exec(address) ?? []
  return inside.check(four ?? address, (four ?? address).includes(':') ? 'ipv6' : 'ipv4')
}

/** How software of ours reaches addresses that somebody else chose. */
export interface Reach {
  /** Whether addresses inside the network of this server may be reached. */
  readonly privateAddresses: boolean
  /** Given to `connect` and `request`: it judges the address that is really connected to, whatever a name led to before. */
  lookup: LookupFunction
  /** @throws AddressRefusedError for an address that is written as numbers */
  admit(host: string): void
}

/**
 * @param privateAddresses whether addresses inside the network of this server may be reached
 * @param resolve default: the resolver of the system
 */
export function reachOf(privateAddresses: boolean, resolve: typeof resolveBySystem = resolveBySystem): Reach {
  return {
    privateAddresses,
    admit(host) {
      const address = host.replace(/^\[|\]$/g, '')
      if (!privateAddresses && isIP(address) && isInside(address)) throw new AddressRefusedError()
    },
    lookup(hostname, options, done) {
      resolve(hostname, { ...options, all: true }, (error, found) => {
        const addresses = found ?? []
        if (error) return done(error, '')
        if (!privateAddresses && addresses.some(({ address }) => isInside(address)))
          return done(new AddressRefusedError(), '')
        const [first] = addresses
        if (options.all) return done(null, addresses)
        return done(null, first?.address ?? '', first?.family)
      })
    },
  }
}
