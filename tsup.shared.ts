import { defineConfig, type Options } from 'tsup'

/**
 * How a published library is built: ESM and CommonJS, each with declarations; everything that its package.json names
 * stays outside. Declarations are made without the source paths of tsconfig.base.json, so that they refer to the built
 * form of our other packages, by name, as a user's compiler will.
 */
export function library(entry: Record<string, string>, options: Options = {}) {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { paths: {} } },
    clean: true,
    sourcemap: true,
    // Shared code is a chunk of its own: a class has one identity, whichever entry it was imported from.
    splitting: true,
    target: 'es2023',
    platform: 'neutral',
    outDir: 'dist',
    ...options,
  })
}

/** A library for Node: built-in modules are there, and `import.meta.url` means the same in CommonJS. */
export function nodeLibrary(entry: Record<string, string>, options: Options = {}) {
  return library(entry, { platform: 'node', target: 'node22.18', shims: true, ...options })
}
