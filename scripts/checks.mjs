import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { tool } from './command.mjs'
import { typecheck } from './typecheck.mjs'
import { publicPackages, workspaces } from './workspaces.mjs'

/**
 * What can be said about the code without running it. Each check is `{ name, run(node) }`; `run` rejects with
 * `CommandFailed` where something is wrong. The quick ones are part of `npm test`, all are `npm run check`.
 */
export const quickChecks = [
  {
    name: 'lint',
    run: (node) =>
      tool('@biomejs/biome', ['check', '--error-on-warnings', '.'], { name: 'lint', command: 'biome', node }),
  },
  {
    name: 'imports',
    run: (node) =>
      tool('dependency-cruiser', ['--config', '.dependency-cruiser.cjs', ...cruised()], {
        name: 'imports',
        command: 'depcruise',
        node,
      }),
  },
  {
    name: 'what reaches the browser',
    run: (node) =>
      tool(
        'dependency-cruiser',
        ['--config', '.dependency-cruiser.bundle.cjs', 'packages/widget/src', 'packages/consent-banner/src'],
        {
          name: 'bundle',
          command: 'depcruise',
          node,
        },
      ),
  },
  { name: 'types', run: typecheck },
]

export const allChecks = [
  ...quickChecks,
  {
    name: 'types of each package alone',
    run: (node) =>
      tool(
        'turbo',
        ['run', 'typecheck', '--continue', '--output-logs=errors-only', '--log-order=grouped', ...filters()],
        { name: 'typecheck', node },
      ),
  },
  { name: 'unused', run: (node) => tool('knip', [], { name: 'unused', command: 'knip', node }) },
  { name: 'sizes', run: (node) => tool('size-limit', [], { name: 'sizes', command: 'size-limit', node }) },
  ...publicPackages().flatMap(({ name, folder, manifest }) => [
    {
      name: `${name} is well packed`,
      run: (node) =>
        tool('publint', ['--strict', folder], { name: logName('publint', name), command: 'publint', node }),
    },
    {
      name: `${name} resolves to its types`,
      run: (node) =>
        tool('@arethetypeswrong/cli', ['--pack', folder, '--profile', profileOf(manifest)], {
          name: logName('types', name),
          command: 'attw',
          node,
        }),
    },
  ]),
]

/** Runs checks one after the other; `onResult(name, error?)` hears of each. Resolves to how many passed and failed. */
export async function runChecks(checks, node, onResult) {
  let failed = 0
  for (const { name, run } of checks) {
    const error = await run(node).then(
      () => undefined,
      (reason) => reason,
    )
    if (error !== undefined) failed += 1
    onResult(name, error)
  }
  return { passed: checks.length - failed, failed }
}

function cruised() {
  const sources = workspaces().flatMap(({ folder }) =>
    ['src', 'dashboard/src', 'portal/src'].map((part) => join(folder, part)),
  )
  return sources.filter((folder) => existsSync(folder))
}

function filters() {
  const typed = workspaces().filter(({ hasSource, manifest }) => hasSource || manifest.scripts?.build === undefined)
  return typed.map(({ name }) => `--filter=${name}`)
}

/** Resolution of before 2020, which knows no `exports`, is given up; a browser-only package is ESM alone. */
function profileOf({ exports }) {
  return exports['.'].require === undefined ? 'esm-only' : 'node16'
}

function logName(check, packageName) {
  return `${check}-${packageName.replace('@sotto/', '')}`
}
