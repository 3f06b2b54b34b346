import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failed } from '../design/notice.tsx'

const known = new Map<unknown, unknown>()

interface LaterProps<Module> {
  /** The same function each time: what it gives is kept by it. */
  load: () => Promise<Module>
  children: (module: Module) => JSX.Element
}

/** A place that is fetched when somebody goes there for the first time. */
export function Later<Module>({ load, children }: LaterProps<Module>) {
  const [module, setModule] = useState(known.get(load) as Module | undefined)
  const [failed, setFailed] = useState(false)
  const read = async () => {
    setFailed(false)
    try {
      const loaded = await load()
      known.set(load, loaded)
      setModule(loaded)
    } catch {
      setFailed(true)
    }
  }
  useEffect(() => {
    if (!module) void read()
  }, [])
  if (failed)
    return (
      <Failed
        text="This part could not be loaded. If trying again does not help, load the page again."
        onRetry={() => void read()}
      />
    )
  return module ? children(module) : <div aria-busy="true" />
}
