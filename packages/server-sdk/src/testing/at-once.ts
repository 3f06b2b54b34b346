/** How many of some attempts that were made at once had success, and with which codes the others were refused. */
export async function atOnce<T>(attempts: readonly Promise<T>[]): Promise<{ made: T[]; refused: string[] }> {
  const settled = await Promise.allSettled(attempts)
  return {
    made: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    refused: settled.flatMap((one) =>
      one.status === 'rejected' ? [String((one.reason as { code?: unknown }).code ?? one.reason)] : [],
    ),
  }
}
