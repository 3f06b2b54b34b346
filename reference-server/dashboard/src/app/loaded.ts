/** Something that comes from the server: on its way, there, or not to be had. */
export type Loaded<Value> =
  | { state: 'loading' }
  | { state: 'ready'; value: Value }
  | { state: 'failed'; problem: string; missing: boolean }

export const loading = { state: 'loading' } as const
