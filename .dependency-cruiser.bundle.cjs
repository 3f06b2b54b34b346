const { options } = require('./.dependency-cruiser.cjs')

/** What reaches the visitor's browser, followed through all that is imported as a value. Types weigh nothing. */

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'widget-stays-small',
      comment: 'Types from contracts, fetch, and a check of the discriminant: no validator, HTTP client or sanitizer.',
      severity: 'error',
      from: { path: '^packages/widget/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^|/)node_modules/(zod|ky|dompurify|sanitize-html)/', reachable: true },
    },
    {
      name: 'consent-stays-small',
      comment:
        'The gate, the core and the elements take types from contracts, and templates. What checks is the command.',
      severity: 'error',
      from: {
        path: '^packages/consent-banner/src/(core|script|index|react|preact|ssr|gate/[^/]+)\\.ts$',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '(^|/)node_modules/(zod|playwright-core|tldts)/', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
}
