import type { BuildOptions } from 'esbuild'

/** How a banner is bundled for visitors, whoever made it. Styles count by themselves. */
export const forBrowsers = {
  bundle: true,
  minify: true,
  write: false,
  platform: 'browser',
  target: 'es2022',
  conditions: ['production'],
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.css': 'empty' },
  logLevel: 'silent',
} as const satisfies BuildOptions
