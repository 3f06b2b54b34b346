import { useEffect, useState } from 'preact/hooks'
import { linkTo, type PolicyTab, policyTabs } from '../app/paths.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { Tabs } from '../design/tabs.tsx'
import { count } from '../design/words.ts'
import { ChangesView } from './changes/changes-view.tsx'
import { PublishDialog } from './changes/publish-dialog.tsx'
import { VersionsView } from './changes/versions-view.tsx'
import { CookiesView } from './cookies/cookies-view.tsx'
import { EditorForm } from './form/editor-form.tsx'
import { InstallView } from './install-view.tsx'
import { NameDialog, Standing } from './policies-page.tsx'
import { EditorContext, showField, useEditor } from './policy-editor.ts'
import { PreviewPanel } from './preview/preview-panel.tsx'
import { placeInWords } from './problems.ts'
import './consent.css'
import '../log/log.css'
import './sheets.css'

const tabNames: Record<PolicyTab, string> = {
  edit: 'Edit',
  preview: 'Preview',
  changes: 'Changes',
  versions: 'Versions',
  cookies: 'Cookies',
  install: 'Install',
}

/** One policy: what is written, how it looks, what changes with it, and how a site gets it. */
export function PolicyPage({ policyId, tab }: { policyId: string; tab: PolicyTab }) {
  const { consent, can } = useWorkspace()
  const editor = consent.editor(policyId)
  const writable = can('consent:write')
  const policy = editor.policy.value
  useTitle(policy ? `${tabNames[tab]}: ${policy.name}` : 'Policy')
  usePreviewBeside(policyId, tab)
  useEffect(() => void editor.read(), [editor])
  useEffect(() => {
    // Whoever stops writing has a draft: other pages tell of that.
    if (writable && tab !== 'edit' && tab !== 'preview') void editor.settle()
  }, [editor, tab, writable])
  useEffect(() => () => void (writable && editor.settle()), [editor, writable])

  if (editor.state.value === 'loading') return <div class="consent-page" aria-busy="true" />
  if (editor.state.value === 'failed' || !policy)
    return editor.problem.value ? (
      <Failed text={editor.problem.value} onRetry={editor.read} />
    ) : (
      <Empty icon="consent" title="There is no such policy">
        <a class="button plain" href={linkTo({ name: 'consent' })}>
          All policies
        </a>
      </Empty>
    )
  const isEditing = tab === 'edit' || tab === 'preview'
  return (
    <EditorContext.Provider value={{ editor, writable }}>
      <div class={`consent-policy on-${tab}`}>
        <section class="consent-main" aria-label={policy.name}>
          <PolicyHead tab={tab} />
          <Conflict />
          {isEditing && (
            <div class="scroller sheet-page consent-edit">
              <EditorForm />
            </div>
          )}
          {tab === 'changes' && <ChangesView />}
          {tab === 'versions' && <VersionsView />}
          {tab === 'cookies' && <CookiesView />}
          {tab === 'install' && <InstallView />}
        </section>
        {isEditing && <PreviewPanel />}
      </div>
    </EditorContext.Provider>
  )
}

const wide = matchMedia('(width >= 1180px)')

/** Where there is room for both, the preview stands beside the form and is no place of its own. */
function usePreviewBeside(policyId: string, tab: PolicyTab) {
  useEffect(() => {
    const move = () => {
      if (tab === 'preview' && wide.matches) go({ name: 'consent-policy', policyId, tab: 'edit' }, { replace: true })
    }
    move()
    wide.addEventListener('change', move)
    return () => wide.removeEventListener('change', move)
  }, [policyId, tab])
}

function PolicyHead({ tab }: { tab: PolicyTab }) {
  const { editor, writable } = useEditor()
  const [renaming, setRenaming] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const policy = editor.policy.value
  if (!policy) return null
  const problems = editor.problems.value
  const publish = () => {
    const [first] = problems
    if (!first) return setPublishing(true)
    editor.attempt()
    if (tab !== 'edit') go({ name: 'consent-policy', policyId: policy.id, tab: 'edit' })
    showField(editor, first.path)
  }
  const isWritten = editor.saving.value !== 'saved' || policy.unfinished !== null
  return (
    <header class="head consent-head">
      <a class="icon-button narrow" href={linkTo({ name: 'consent' })} aria-label="Back to all policies">
        <Icon name="back" size={20} />
      </a>
      <h1 class="bot-name">{policy.name}</h1>
      {writable && <IconButton icon="rename" label={`Rename ${policy.name}`} onClick={() => setRenaming(true)} />}
      <Standing published={policy.published} isChanged={policy.isChanged || isWritten} />
      <Tabs label={`Parts of ${policy.name}`}>
        {policyTabs.map((each) => (
          <a
            key={each}
            class={each === 'preview' ? 'tab narrow-tab' : 'tab'}
            href={linkTo({ name: 'consent-policy', policyId: policy.id, tab: each })}
            aria-current={tab === each ? 'page' : undefined}
          >
            {tabNames[each]}
          </a>
        ))}
      </Tabs>
      {writable && <SavingState />}
      {writable && (
        <Button kind="primary" onClick={publish}>
          Publish
        </Button>
      )}
      {renaming && <NameDialog name={policy.name} onRename={editor.rename} onClose={() => setRenaming(false)} />}
      {publishing && <PublishDialog onClose={() => setPublishing(false)} />}
    </header>
  )
}

/** Whether what is written is safe, and what keeps it from being published. */
function SavingState() {
  const { editor } = useEditor()
  const problems = editor.problems.value
  const [first] = problems
  const saving = editor.saving.value
  return (
    <span class="consent-saving">
      {first && (
        <button
          type="button"
          class="consent-wrong"
          title={problems.map((each) => placeInWords(each, editor.working.value)).join('\n')}
          onClick={() => {
            go({ name: 'consent-policy', policyId: editor.policyId, tab: 'edit' })
            showField(editor, first.path)
          }}
        >
          <Icon name="trouble" size={14} /> {count(problems.length, 'thing')} to fix
        </button>
      )}
      <span role="status" class={saving === 'failed' ? 'consent-unsaved' : 'quiet'}>
        {saving === 'saved' ? 'Saved' : saving === 'failed' ? 'Not saved' : saving === 'conflict' ? '' : 'Saving'}
      </span>
      {saving === 'failed' && (
        <button
          type="button"
          class="text-button"
          title={editor.problem.value ?? ''}
          onClick={() => void editor.settle()}
        >
          Try again
        </button>
      )}
    </span>
  )
}

/** Two have written at once: nothing of either is thrown away before somebody says so. */
function Conflict() {
  const { editor } = useEditor()
  const saving = editor.saving.value
  if (saving === 'failed')
    return (
      <div class="consent-banner" role="alert">
        <Icon name="lost" />
        <p>
          {editor.problem.value} What you wrote stays here, also when you load the page again, and is saved with your
          next change.
        </p>
      </div>
    )
  if (saving !== 'conflict') return null
  return (
    <div class="consent-banner" role="alert">
      <Icon name="people" />
      <p>Somebody else has changed this policy while you were writing. Yours is still here, and not saved.</p>
      <Button onClick={() => void editor.resolve('theirs')}>Take theirs</Button>
      <Button onClick={() => void editor.resolve('mine')}>Keep mine</Button>
    </div>
  )
}
