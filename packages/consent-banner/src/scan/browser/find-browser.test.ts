import { describe, expect, it } from 'vitest'
import { findBrowser } from './find-browser.ts'

const machine = (platform: NodeJS.Platform, env: Record<string, string>, there: readonly string[]) => ({
  platform,
  env,
  home: '/home/ada',
  runs: (path: string) => there.some((one) => path.replaceAll('\\', '/') === one),
})

describe('findBrowser', () => {
  it('finds what is installed, on each kind of machine', () => {
    const linux = machine('linux', { PATH: '/bin:/usr/bin' }, ['/usr/bin/chromium', '/usr/bin/microsoft-edge'])
    expect(findBrowser(undefined, linux)).toBe('/usr/bin/chromium')
    const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
    expect(findBrowser(undefined, machine('darwin', {}, [edge]))).toBe(edge)
    const windows = machine('win32', { ProgramFiles: 'C:/Program Files' }, [
      'C:/Program Files/Google/Chrome/Application/chrome.exe',
    ])
    expect(findBrowser(undefined, windows)).toMatch(/chrome\.exe$/)
  })

  it('takes the one that is named, and says so where there is none', () => {
    const here = machine('linux', { PATH: '/usr/bin', CHROME_PATH: '/opt/chrome' }, [
      '/opt/chrome',
      '/opt/mine',
      '/usr/bin/chromium',
    ])
    expect(findBrowser('/opt/mine', here)).toBe('/opt/mine')
    expect(findBrowser(undefined, here)).toBe('/opt/chrome')
    expect(() => findBrowser('/opt/gone', here)).toThrow(
      '--browser names /opt/gone, where there is nothing. Give the path of Chrome, Chromium or Edge.',
    )
    expect(() => findBrowser(undefined, machine('linux', { PATH: '/bin' }, []))).toThrow(
      /No Chrome, Chromium or Edge was found\. Install one .*--browser PATH/,
    )
  })
})
