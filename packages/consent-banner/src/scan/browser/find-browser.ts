import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { ScanProblem } from '../scan-problem.ts'

interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly runs: (path: string) => boolean
}

const commands = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
]
const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
]
const windowsRoots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']

function placesOn({ platform, env, home }: Machine): string[] {
  if (platform === 'win32') {
    const roots = windowsRoots.map((name) => env[name]).filter((root) => root !== undefined)
    return windowsPrograms.flatMap((program) => roots.map((root) => join(root, ...program)))
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const found = commands.flatMap((name) => onPath.map((folder) => join(folder, name)))
  if (platform !== 'darwin') return [...found, '/snap/bin/chromium', '/opt/google/chrome/chrome']
  const folders = ['/Applications', join(home, 'Applications')]
  const inside = (name: string) => folders.map((folder) => join(folder, `${name}.app`, 'Contents', 'MacOS', name))
  return [...macApplications.flatMap(inside), ...found]
}

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  runs: (path) => {
    try {
      accessSync(path, process.platform === 'win32' ? constants.F_OK : constants.X_OK)
      return true
    } catch {
      return false
    }
  },
}

/**
 * The path of a Chromium-based browser: the one that was named, the one in CHROME_PATH, or one that is installed in the
 * usual places of Linux, macOS or Windows. Throws a ScanProblem where there is none.
 */
export function findBrowser(named?: string, machine: Machine = thisMachine): string {
  const given = named ?? machine.env.CHROME_PATH
  if (given !== undefined && given !== '') {
    if (machine.runs(given)) return given
    const source = named === undefined ? 'CHROME_PATH' : '--browser'
    const reason = machine === thisMachine && existsSync(given) ? 'which cannot be run' : 'where there is nothing'
    throw new ScanProblem(`${source} names ${given}, ${reason}. Give the path of Chrome, Chromium or Edge.`)
  }
  const found = placesOn(machine).find(machine.runs)
  if (found === undefined) {
    throw new ScanProblem(
      'No Chrome, Chromium or Edge was found. Install one (for example `apt install chromium`), or say where it is with --browser PATH.',
    )
  }
  return found
}
