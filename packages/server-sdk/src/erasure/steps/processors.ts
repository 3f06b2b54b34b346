import { goOn, type Step } from '../state.ts'

/** Whoever got the person's data from us is told that it has to go. */
export const tellProcessors: Step = async ({ processors }, context, erasure) => {
  const { id, requestId, identity } = erasure
  await context.scope.transaction(async (running) => {
    const notice = { erasure: id, request: requestId, subject: identity.subject.id }
    const deliveries = await processors.tell(running, notice)
    await goOn(running, context, erasure, { step: 'certificate', deliveries })
  })
  return undefined
}
