import { type Browser, chromium } from 'playwright-core'
import { chromiumOptions } from '../../chromium.shared.ts'

export const launchBrowser = (): Promise<Browser> => chromium.launch(chromiumOptions)
