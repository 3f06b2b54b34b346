/**
 * The arrows of ARCHITECTURE.md, held: contracts ← client-sdk ← widget; contracts ← server-sdk ← reference-server;
 * inside server-sdk: routes → service → scope → driver.
 */
const packages = {
  contracts: [],
  'design-tokens': [],
  'embedded-mongo': [],
  markdown: [],
  verify: [],
  'client-sdk': ['contracts'],
  'server-sdk': ['contracts', 'design-tokens', 'embedded-mongo'],
  'consent-banner': ['contracts', 'design-tokens'],
  widget: ['contracts', 'client-sdk', 'design-tokens', 'markdown'],
}

const feature = '^packages/server-sdk/src/features/([^/]+)/'
/** What features are made of. `http`, `backup` and `access-export` know some of what features offer at their doors. */
const parts = [
  'access',
  'audit',
  'data-map',
  'data-subject',
  'erasure',
  'jobs',
  'keys',
  'language',
  'mail',
  'models',
  'mongo',
  'outgoing',
  'pdf',
  'retention',
  'rotation',
  'sensitive-data',
]
const tests = '\\.test\\.ts$|/testing/'
const grammar = '^packages/embedded-mongo/src/(aggregate|query)/'
const driver = '(^|/)node_modules/(mongodb|bson)(/|$)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(packages).map(([name, allowed]) => ({
      name: `${name}-knows-only-what-it-may`,
      comment:
        allowed.length === 0
          ? `${name} depends on nothing of ours.`
          : `${name} may import ${allowed.join(' and ')}, and nothing else of ours.`,
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: tests },
      to: { path: '^(packages|reference-server)/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
    })),
    {
      name: 'only-commands-start-a-database',
      comment: 'An operator names no address where the embedded database is used: its commands look for it themselves.',
      severity: 'error',
      from: { path: '^packages/server-sdk/src/', pathNot: `^packages/server-sdk/src/commands/reach\\.ts$|${tests}` },
      to: { path: '^packages/embedded-mongo/' },
    },
    {
      name: 'dashboard-is-a-client',
      comment: 'What runs in the browser speaks to the server through client-sdk alone.',
      severity: 'error',
      from: { path: '^reference-server/(dashboard|portal)/', pathNot: tests },
      to: { path: '^(packages/(server-sdk|embedded-mongo)|reference-server/src)/' },
    },
    {
      name: 'contracts-does-no-io',
      comment: 'contracts runs in every browser and every server: zod, and nothing of a platform.',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-mongo-knows-the-driver',
      comment: 'Product code gets a scope. The driver stays inside src/mongo.',
      severity: 'error',
      from: { path: '^packages/server-sdk/src/', pathNot: `^packages/server-sdk/src/mongo/|${tests}` },
      to: { path: driver },
    },
    {
      name: 'features-meet-at-the-door',
      comment: 'What one feature offers to another goes through its index.ts.',
      severity: 'error',
      from: { path: feature, pathNot: tests },
      to: {
        path: feature,
        pathNot: ['^packages/server-sdk/src/features/$1/', '^packages/server-sdk/src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'others-come-to-the-door',
      comment:
        'What a feature offers to the rest of the server goes through its index.ts as well; handlers.ts joins routes.',
      severity: 'error',
      from: {
        path: '^packages/server-sdk/src/',
        pathNot: [feature, '^packages/server-sdk/src/features/handlers\\.ts$', tests],
      },
      to: { path: feature, pathNot: '^packages/server-sdk/src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'routes-go-through-the-service',
      comment: 'A route calls its service; the service holds the scope.',
      severity: 'error',
      from: { path: '^packages/server-sdk/src/features/[^/]+/routes(\\.ts|/)' },
      to: { path: '^packages/server-sdk/src/mongo/' },
    },
    {
      name: 'services-know-no-http',
      comment: 'A service is called by routes, jobs and the embedding application alike.',
      severity: 'error',
      from: { path: '^packages/server-sdk/src/features/[^/]+/(service|declare)(\\.ts|/)' },
      to: { path: '^packages/server-sdk/src/http/|(^|/)node_modules/(express|@types/express)/' },
    },
    {
      name: 'parts-do-not-know-features',
      comment: 'Parts take what features declare; they never import a feature.',
      severity: 'error',
      from: {
        path: `^packages/server-sdk/src/(${parts.join('|')})/`,
        pathNot: tests,
      },
      to: { path: '^packages/server-sdk/src/features/' },
    },
    {
      name: 'one-exit-to-a-model',
      comment: 'Text leaves for a provider through models/exit.ts alone.',
      severity: 'error',
      from: { path: '^packages/server-sdk/src/', pathNot: `^packages/server-sdk/src/models/providers/|${tests}` },
      to: { path: '(^|/)node_modules/openai(/|$)' },
    },
    {
      name: 'no-circles',
      comment:
        'Two modules that need each other are one module, or three. The grammar of expressions refers to itself.',
      severity: 'error',
      from: { pathNot: grammar },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circles-of-types',
      comment: 'The same holds for types.',
      severity: 'error',
      from: { pathNot: grammar },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that nothing answers.',
      severity: 'error',
      from: { pathNot: tests },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'declared',
      comment: 'A package imports only what its own package.json names.',
      severity: 'error',
      from: { path: '^(packages|reference-server)/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
