import type { Session } from '@sotto/client-sdk'
import { useEffect, useMemo } from 'preact/hooks'
import { Announcer } from '../design/announcer.tsx'
import type { SessionKeeper } from '../session/session.ts'
import { Away, SignIn } from '../session/sign-in.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Later } from './later.tsx'
import { place } from './place.ts'
import { Shell } from './shell.tsx'
import { createWorkspace, WorkspaceContext } from './workspace.ts'

export const App = ({ keeper }: { keeper: SessionKeeper }) => (
  <ErrorBoundary>
    {place.value.name === 'let-in' ? <Later load={letIn}>{({ LetIn }) => <LetIn />}</Later> : <Room keeper={keeper} />}
    <Announcer />
  </ErrorBoundary>
)

const letIn = () => import('../let-in/let-in.tsx')

/** Where one is, by the session. The address stays as it is, so that a sign-in leads back to the place before. */
function Room({ keeper }: { keeper: SessionKeeper }) {
  const state = keeper.state.value
  switch (state.name) {
    case 'checking':
      return <div class="checking" aria-busy="true" />
    case 'away':
      return <Away problem={state.problem} onRetry={keeper.check} />
    case 'signed-out':
      return <SignIn keeper={keeper} why={state.why} />
    case 'signed-in':
      return <SignedIn key={state.session.member.id} keeper={keeper} session={state.session} />
  }
}

function SignedIn({ keeper, session }: { keeper: SessionKeeper; session: Session }) {
  const workspace = useMemo(() => createWorkspace(keeper.sotto, session), [session])
  useEffect(() => workspace.close, [workspace])
  return (
    <WorkspaceContext.Provider value={workspace}>
      <Shell onSignOut={keeper.signOut} />
    </WorkspaceContext.Provider>
  )
}
