import { type Document, isDocument, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { CompileContext } from './expressions/compile.ts'
import type { Variables } from './stage.ts'
import { reshapes } from './stages/shape.ts'

/** Compiles the stages that an update may consist of into a function of one document. */
export function compileDocumentPipeline(
  stages: readonly Value[],
  context: CompileContext,
  variables: Variables,
): (document: Document) => Document {
  const steps = stages.map((stage) => {
    if (!isDocument(stage) || stage.size !== 1)
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.')
    const [[name, specification]] = [...stage] as [[string, Value]]
    const compile = Object.hasOwn(reshapes, name) ? reshapes[name] : undefined
    if (!compile) throw new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`)
    return compile(specification, context)
  })
  return (document) => steps.reduce((current, step) => step(current, variables), document)
}
