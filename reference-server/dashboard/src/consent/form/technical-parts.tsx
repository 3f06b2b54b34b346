import { useWorkspace } from '../../app/workspace.ts'
import { CopyButton } from '../../design/copy-button.tsx'
import { Icon } from '../../design/icon.tsx'
import { useEditor } from '../policy-editor.ts'
import { at, listAt } from '../policy-fields.ts'
import { ChoiceField, LinesField, Part, TextField } from './fields.tsx'

interface Marked {
  soldOrShared?: boolean
  sensitive?: boolean
}

const plainLink = '<sotto-consent-link></sotto-consent-link>'
const limitLink = '<sotto-consent-link kind="limit"></sotto-consent-link>'

/** How people come back to their choice: by law as easily as they made it. */
export function WayBackPart() {
  const { editor } = useEditor()
  const draft = editor.working.value
  const marked = [...listAt<Marked>(draft, ['categories']), ...listAt<Marked>(draft, ['services'])]
  const regimes = (at(draft, ['regimes']) ?? {}) as Record<string, { kind?: string }>
  const regions = Object.values((at(draft, ['regions']) ?? {}) as Record<string, string>)
  const optsOut = regions.some((name) => (regimes[name]?.kind ?? name) === 'opt-out')
  const limits = optsOut && marked.some(({ sensitive }) => sensitive)
  const tag = limits ? `${plainLink}\n${limitLink}` : plainLink
  return (
    <Part
      id="way-back"
      title="The way back"
      about="A yes must be as easy to take back as it was to give. Put this at the foot of each page; it speaks the language of the page."
    >
      <div class="code-box">
        <pre>
          <code>{tag}</code>
        </pre>
        <CopyButton text={tag} />
      </div>
      <ul class="consent-reasons">
        <li>
          <Icon name="done" size={14} /> It opens the preferences, where everything can be taken back with one click.
        </li>
        {optsOut && (
          <li>
            <Icon name="done" size={14} /> Where people opt out it is called “Your Privacy Choices”, with the sign that
            California asks for.
          </li>
        )}
        {limits && (
          <li>
            <Icon name="done" size={14} /> Sensitive information is used, so “Limit the Use of My Sensitive Personal
            Information” has to be there, too.
          </li>
        )}
      </ul>
    </Part>
  )
}

/** Where choices are recorded. */
export function DeliveryPart() {
  const { bots } = useWorkspace()
  const { editor, writable } = useEditor()
  const shelf = bots.bots.value
  const list = shelf.state === 'ready' ? shelf.value : []
  const given = at(editor.working.value, ['delivery']) as { server?: string; key?: string } | undefined
  const known = list.some(({ publishableKey }) => publishableKey === given?.key)
  const choose = (key: string) =>
    editor.set(['delivery'], key ? { server: given?.server ?? location.origin, key } : undefined)
  return (
    <Part
      id="delivery"
      title="Where choices are recorded"
      about="Each choice goes to the ledger of this team, once. While the server is down it holds in the browser and is delivered later."
    >
      <div class="consent-field">
        <label class="field">
          <span>Ledger</span>
          <select
            id="field-delivery"
            class="input"
            value={given?.key ?? ''}
            disabled={!writable}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="">Nowhere: choices stay in the browser</option>
            {list.map(({ id, name, publishableKey }) => (
              <option key={id} value={publishableKey}>
                This team, with the key of {name}
              </option>
            ))}
            {given?.key && !known && <option value={given.key}>{given.key}</option>}
          </select>
        </label>
        <p class="consent-note quiet">
          {given
            ? 'Websites that the bot of this key is not for are turned away.'
            : 'Without the ledger no choice can be proven.'}
        </p>
      </div>
      {given && <TextField path={['delivery', 'server']} label="Address of the server" />}
    </Part>
  )
}

/** What the gate holds back, and what the browser keeps. */
export function TechnicalPart() {
  const { editor } = useEditor()
  const advanced = at(editor.working.value, ['google', 'mode']) === 'advanced'
  const isLocal = at(editor.working.value, ['storage', 'kind']) === 'local'
  return (
    <Part id="technical" title="On the page">
      <ChoiceField
        path={['gate', 'mode']}
        label="The gate holds"
        options={[
          ['', 'what services name'],
          ['strict', 'every other host that nothing names, too'],
        ]}
      />
      <LinesField
        path={['gate', 'firstParty']}
        label="Hosts of your own"
        placeholder="static.example.com"
        note="Besides the one of the page and those below it. One a line."
      />
      <ChoiceField
        path={['google', 'mode']}
        label="Google Consent Mode"
        options={[
          ['', 'Basic: no Google tag before a yes'],
          ['advanced', 'Advanced: tags load at once'],
        ]}
      />
      {advanced && (
        <p class="note wait">
          <Icon name="trouble" />
          <span>With “advanced”, Google hears of every visitor before they have chosen anything.</span>
        </p>
      )}
      <div class="consent-pair">
        <ChoiceField
          path={['storage', 'kind']}
          label="The choice is kept in"
          options={[
            ['', 'a cookie'],
            ['local', 'the local storage'],
          ]}
        />
        <TextField path={['storage', 'name']} label="By the name" placeholder="sotto-consent" />
      </div>
      {!isLocal && (
        <TextField
          path={['storage', 'domain']}
          label="For all sub-domains of"
          placeholder="example.com"
          note="Left out, the choice holds for the host that asked."
        />
      )}
    </Part>
  )
}
