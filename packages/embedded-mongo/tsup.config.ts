import { nodeLibrary } from '../../tsup.shared.ts'

// One build for all entries: the worker and the command are started by path and share the library's code.
export default nodeLibrary({ index: 'src/index.ts', worker: 'src/server/worker.ts', cli: 'src/cli.ts' })
