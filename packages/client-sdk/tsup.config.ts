import { library } from '../../tsup.shared.ts'

// One build for all entries, so that they share their error classes; only `node` may import built-in modules.
export default library({ index: 'src/index.ts', slim: 'src/slim.ts', node: 'src/node.ts' }, { external: [/^node:/] })
