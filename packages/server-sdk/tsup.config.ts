import { nodeLibrary } from '../../tsup.shared.ts'

export default nodeLibrary({ index: 'src/index.ts', express: 'src/express.ts' })
