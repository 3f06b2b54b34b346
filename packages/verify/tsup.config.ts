import { nodeLibrary } from '../../tsup.shared.ts'

// One build, so that all entries share their error classes. `index` names no module of Node: a browser can load it.
export default nodeLibrary({
  index: 'src/index.ts',
  node: 'src/node.ts',
  cli: 'src/cli.ts',
  worker: 'src/threads/worker.ts',
})
