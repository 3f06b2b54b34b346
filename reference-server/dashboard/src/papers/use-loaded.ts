import { useCallback, useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { failureInWords } from '../design/words.ts'

/** Something that is read when a page opens, and again when it is told to; what was read stays until then. */
export function useLoaded<Value>(
  read: () => Promise<Value>,
  by: readonly unknown[],
): [Loaded<Value>, () => Promise<void>, (value: Value) => void] {
  const [loaded, setLoaded] = useState<Loaded<Value>>(loading)
  const again = useCallback(async () => {
    try {
      const value = await read()
      setLoaded({ state: 'ready', value })
    } catch (error) {
      setLoaded((before) =>
        before.state === 'ready' ? before : { state: 'failed', missing: false, problem: failureInWords(error) },
      )
    }
  }, by)
  useEffect(() => {
    setLoaded(loading)
    void again()
  }, by)
  return [loaded, again, (value) => setLoaded({ state: 'ready', value })]
}
