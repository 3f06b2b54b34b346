/** A message of a conversation that goes to and fro, as it lies in the database: the visitor's, or an answer. */
export const message = (conversationId: string, seq: number, createdAt: Date) => {
  const isAnswer = seq % 2 === 1
  return {
    conversationId,
    authorKind: isAnswer ? ('bot' as const) : ('visitor' as const),
    authorId: null,
    state: 'completed' as const,
    replyTo: null,
    grounded: isAnswer ? true : null,
    rating: null,
    usage: null,
    problem: null,
    seq,
    endSeq: seq,
    sendKey: null,
    createdAt,
    text: `Message ${seq}: how many days do I have to send something back?`,
    citations: [],
  }
}
