import type { ConsentCookieRow, Id } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../../app/loaded.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { CopyButton } from '../../design/copy-button.tsx'
import { Icon } from '../../design/icon.tsx'
import { Empty, Failed } from '../../design/notice.tsx'
import { count, failureInWords } from '../../design/words.ts'
import { languageName } from '../languages.ts'
import { useEditor } from '../policy-editor.ts'
import { cells, cookieColumns, tableAsHtml, tableAsMarkdown } from './cookie-text.ts'
import { ScanView } from './scan-view.tsx'

/** What the policy declares, as a visitor may read it, and what a scanner saw. */
export function CookiesView() {
  return (
    <div class="scroller sheet-page">
      <CookieTable />
      <ScanView />
    </div>
  )
}

function CookieTable() {
  const { sotto } = useWorkspace()
  const { editor } = useEditor()
  const [rows, setRows] = useState<Loaded<readonly ConsentCookieRow[]>>(loading)
  const language = editor.language.value
  const { draft } = editor.policy.value ?? {}
  const read = async () => {
    try {
      const id = editor.policyId as Id<'consentPolicy'>
      const { data } = await sotto.consentPolicies.cookies(id, { language })
      setRows({ state: 'ready', value: data })
    } catch (error) {
      setRows({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [language, draft])
  const list = rows.state === 'ready' ? rows.value : []
  return (
    <section class="consent-sheet" aria-labelledby="cookies-heading">
      <div class="consent-sheet-head">
        <h2 id="cookies-heading">What is stored</h2>
        <span class="quiet">
          {rows.state === 'ready' && `${count(list.length, 'entry', 'entries')}, made from the draft`}
        </span>
        <fieldset class="consent-controls">
          <legend class="unseen">The table</legend>
          <label class="log-filter">
            <span class="quiet">In</span>
            <select value={language} onChange={(event) => editor.speak(event.currentTarget.value)}>
              {editor.languages.value.map((each) => (
                <option key={each} value={each}>
                  {languageName(each)}
                </option>
              ))}
            </select>
          </label>
          {list.length > 0 && (
            <>
              <CopyButton text={tableAsHtml(list)} label="HTML" />
              <CopyButton text={tableAsMarkdown(list)} label="Markdown" />
            </>
          )}
        </fieldset>
      </div>
      {editor.problems.value.length > 0 && (
        <p class="note wait">
          <Icon name="trouble" />
          <span>The draft has something to fix. The table is made from what was right before it.</span>
        </p>
      )}
      {rows.state === 'failed' && <Failed text={rows.problem} onRetry={() => void read()} />}
      {rows.state === 'ready' && list.length === 0 && (
        <Empty icon="table" title="The policy declares nothing that is stored">
          <p>Cookies and storage stand with the services. A scan below finds those of your site.</p>
        </Empty>
      )}
      {list.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than a phone is scrolled with the keyboard, too
        <section class="consent-wide" tabIndex={0} aria-label="Table of what is stored">
          <table class="consent-table">
            <thead>
              <tr>
                {cookieColumns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.map((row) => {
                const [name, ...rest] = cells(row)
                return (
                  <tr key={`${row.service} ${row.kind} ${name}`}>
                    <th scope="row">
                      <code>{name}</code>
                    </th>
                    {rest.map((cell, index) => (
                      <td key={index}>{cell}</td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
