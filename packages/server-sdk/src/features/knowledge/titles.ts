/** What a document is called: as somebody named it, as it calls itself, or its file. */
export const titleOf = (document: { title: string | null; filename: string | null }): string =>
  document.title ?? document.filename ?? 'Untitled'
