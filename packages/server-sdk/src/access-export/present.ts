import type { AnyCollection, Field } from '../data-map/index.ts'

/** The fields that a person gets of their rows, in the order of the declaration. What is confidential is not about them. */
export const givenFields = ({ fields }: AnyCollection): string[] =>
  Object.entries(fields as Record<string, Field>).flatMap(([name, { kind }]) => (kind === 'confidential' ? [] : [name]))

/** A row as it stands in a file. */
export type Given = Record<string, unknown> & { id: string }

/** @param put takes bytes, and says what stands in their place */
export function presented(
  names: readonly string[],
  document: Record<string, unknown>,
  put: (field: string, bytes: Uint8Array) => unknown,
): Given {
  const given: Given = { id: document.id as string }
  for (const name of names) {
    const value = document[name]
    if (value instanceof Uint8Array) given[name] = put(name, value)
    // As JSON has it, of which a row without anything to convert is written several times as fast.
    else given[name] = value instanceof Date ? value.toJSON() : (value ?? null)
  }
  return given
}

/** Whether the personal fields of a row are words of the person. */
export function ownFields({
  export: exported,
}: AnyCollection): (document: Record<string, unknown>) => readonly string[] {
  const { ownWords = [], ownWhen } = exported && 'ownWords' in exported ? exported : {}
  if (!ownWhen) return () => ownWords
  return (document) => (document[ownWhen.field] === ownWhen.is ? ownWords : [])
}
