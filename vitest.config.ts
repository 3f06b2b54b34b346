import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

/** One project for each folder whose tests need only sources. Those of e2e need what was built: `npm test` runs them. */
const projects = globSync('{packages/*,examples/*,reference-server,bench,scripts}/vitest.config.ts')

export default defineConfig({
  test: { projects: projects.map((config) => dirname(config)) },
})
