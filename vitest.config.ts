import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

/** One project for each folder with tests, so that `vitest run` works here, and in that folder alone. */
const projects = globSync('{packages/*,examples/*,reference-server,bench,scripts,e2e,e2e/packed}/vitest.config.ts')

export default defineConfig({
  test: { projects: projects.map((config) => dirname(config)) },
})
