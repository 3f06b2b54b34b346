import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run, tool } from './command.mjs'
import { step } from './progress.mjs'
import { repository } from './runtime.mjs'

const commandNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]

/**
 * The path of a Chromium: the one that CHROME_PATH or SOTTO_CHROMIUM names, one that is installed, or one that is
 * installed now: with apt on Debian as root, otherwise with Playwright's download into the user's cache.
 */
export async function findOrInstallBrowser(node) {
  const named = process.env.CHROME_PATH ?? process.env.SOTTO_CHROMIUM
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, where there is no browser.`)
    return named
  }
  const found = findBrowser()
  if (found !== undefined) return found
  await step('Installing a browser for the tests', () => install(node))
  const installed = findBrowser()
  if (installed === undefined) throw new Error('No Chromium was found. Install one and set CHROME_PATH to its path.')
  return installed
}

function findBrowser() {
  return [...onPath(), ...inUsualPlaces(), playwrightsOwn()].find((path) => path !== undefined && existsSync(path))
}

function onPath() {
  if (process.platform === 'win32') return []
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return commandNames.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function inUsualPlaces() {
  if (process.platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return names.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform !== 'win32') return []
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((name) => process.env[name]).filter(Boolean)
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
  return programs.flatMap((program) => roots.map((root) => join(root, program)))
}

function playwrightsOwn() {
  try {
    const { chromium } = createRequire(join(repository, 'package.json'))('playwright-core')
    return chromium.executablePath()
  } catch {
    return undefined // not known for this platform
  }
}

async function install(node) {
  const advice = 'Install Chromium or Chrome by hand and set CHROME_PATH to its path.'
  if (!isDebianAsRoot()) {
    await tool('playwright-core', ['install', 'chromium'], { name: 'browser', label: 'Playwright', node, advice })
    return
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = { name: 'browser', label: 'apt-get', node, env, advice }
  await run('apt-get', ['update'], apt)
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], apt)
}

/** Debian itself: what Ubuntu calls chromium is a pointer to another package system. */
function isDebianAsRoot() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/etc/os-release')) return false
  const isDebian = /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  return isDebian && spawnSync('apt-get', ['--version']).status === 0
}
