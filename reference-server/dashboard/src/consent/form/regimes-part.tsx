import { type ConsentRegimeKind, consentRegimeKinds, defaultConsentRegimes } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { Button, IconButton } from '../../design/button.tsx'
import { bounds, type RegimeDays } from '../bounds.ts'
import { useEditor } from '../policy-editor.ts'
import { at } from '../policy-fields.ts'
import { regionName } from '../regions.ts'
import { ChoiceField, FieldNote, Part, TextField, useField } from './fields.tsx'

type Regimes = Record<string, { kind?: string }>

const kindNames: Record<ConsentRegimeKind, string> = {
  'opt-in': 'Nothing before a yes',
  'opt-out': 'Everything until a no',
  none: 'Nobody is asked',
}

/** Which rules hold where: regions, and what each regime means. */
export function RegimesPart() {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const own = (at(draft, ['regimes']) ?? {}) as Regimes
  const names = [...new Set([...consentRegimeKinds, ...Object.keys(own)])]
  const regions = Object.entries((at(draft, ['regions']) ?? {}) as Record<string, string>)
  const used = new Set(['opt-in', ...regions.map(([, regime]) => regime), ...Object.keys(own)])
  return (
    <Part
      id="regimes"
      title="Where which rules hold"
      about="Your server says where a visitor is. Who cannot be placed, and whoever is somewhere that is not named, is protected most."
    >
      {regions.length > 0 && (
        <ul class="consent-regions">
          {regions.map(([region]) => (
            <RegionRow key={region} region={region} names={names} />
          ))}
        </ul>
      )}
      {writable && <AddRegion names={names} taken={regions.map(([region]) => region)} />}
      <h3 class="consent-inside-head">Regimes</h3>
      {names
        .filter((name) => used.has(name))
        .map((name) => (
          <Regime key={name} name={name} />
        ))}
      {writable && <AddRegime taken={names} />}
    </Part>
  )
}

function RegionRow({ region, names }: { region: string; names: readonly string[] }) {
  const { editor, writable } = useEditor()
  const { id, text, problem, describedBy, set } = useField(['regions', region])
  return (
    <li>
      <label for={id}>
        <strong>{region === '*' ? 'Everywhere else' : regionName(region)}</strong>{' '}
        {region !== '*' && <span class="quiet">{region}</span>}
      </label>
      <select
        id={id}
        class="input"
        value={text}
        disabled={!writable}
        aria-invalid={problem !== null}
        aria-describedby={describedBy}
        onChange={(event) => set(event.currentTarget.value)}
      >
        {[...new Set([...names, text])].map((name) => (
          <option key={name} value={name}>
            {regimeName(name)}
          </option>
        ))}
      </select>
      {writable && (
        <IconButton
          icon="close"
          label={`Take away ${region === '*' ? 'the rule for everywhere else' : regionName(region)}`}
          onClick={() => editor.set(['regions', region], undefined)}
        />
      )}
      <FieldNote id={describedBy} problem={problem} />
    </li>
  )
}

const isKind = (name: string): name is ConsentRegimeKind => (consentRegimeKinds as readonly string[]).includes(name)
const regimeName = (name: string) => (isKind(name) ? `${kindNames[name]} (${name})` : name)

function AddRegion({ names, taken }: { names: readonly string[]; taken: readonly string[] }) {
  const { editor } = useEditor()
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const add = () => {
    const code = field.current?.value.trim().toUpperCase() ?? ''
    const isRight = /^([A-Z]{2}(-[A-Z0-9]{1,3})?|\*)$/.test(code)
    setProblem(
      !isRight
        ? 'Must be a country or region (ISO 3166), such as DE or US-CA, or * for everywhere else.'
        : taken.includes(code)
          ? 'Is there already.'
          : null,
    )
    if (isRight && !taken.includes(code)) {
      const first = code.startsWith('US') ? 'opt-out' : 'opt-in'
      editor.set(['regions', code], names.includes(first) ? first : names[0])
      if (field.current) field.current.value = ''
    }
    field.current?.focus()
  }
  return (
    <div class="consent-add">
      <input
        ref={field}
        class="input"
        placeholder="US-CA, DE, or * for everywhere else"
        aria-label="Country or region to add"
        aria-invalid={problem !== null}
        aria-describedby="add-region-problem"
        autocomplete="off"
        spellcheck={false}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      <Button icon="add" onClick={add}>
        Add
      </Button>
      <FieldNote id="add-region-problem" problem={problem} />
    </div>
  )
}

/** One regime. One of our own shows what holds unless told, and becomes the policy's with the first change. */
function Regime({ name }: { name: string }) {
  const { editor, writable } = useEditor()
  const path = ['regimes', name] as const
  const given = at(editor.working.value, path) as { kind?: ConsentRegimeKind } | undefined
  const standard = isKind(name) ? defaultConsentRegimes[name] : null
  const kind = given?.kind ?? standard?.kind ?? 'opt-in'
  if (!given)
    return (
      <div class="consent-regime">
        <p>
          <strong>{regimeName(name)}</strong>
        </p>
        <p class="quiet">
          {standard &&
            `A yes holds for ${standard.expiresAfterDays} days. After a no, nobody is asked again for ${standard.askAgainAfterDays} days.`}
        </p>
        {writable && (
          <Button icon="rename" onClick={() => editor.set(path, { ...standard })}>
            Set other days
          </Button>
        )}
      </div>
    )
  return (
    <fieldset class="consent-regime">
      <legend>{regimeName(name)}</legend>
      {!standard && (
        <ChoiceField
          path={[...path, 'kind']}
          label="Kind"
          options={consentRegimeKinds.map((each) => [each, kindNames[each]])}
        />
      )}
      <div class="consent-pair">
        <Days
          path={[...path, 'expiresAfterDays']}
          kind={kind}
          setting="expiresAfterDays"
          label="A yes holds for, in days"
        />
        <Days
          path={[...path, 'askAgainAfterDays']}
          kind={kind}
          setting="askAgainAfterDays"
          label="After a no, ask again after, in days"
        />
      </div>
      {kind === 'opt-out' && (
        <ChoiceField
          path={[...path, 'sensitive']}
          label="Sensitive information"
          options={[
            ['', 'Used until a no'],
            ['opt-in', 'Used after a yes only'],
          ]}
        />
      )}
      {writable && (
        <div>
          <Button icon={standard ? 'retry' : 'remove'} onClick={() => editor.set(path, undefined)}>
            {standard ? 'Back to what holds unless told' : `Remove ${name}`}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function Days({
  path,
  kind,
  setting,
  label,
}: {
  path: readonly [string, string, string]
  kind: ConsentRegimeKind
  setting: RegimeDays
  label: string
}) {
  const { least, most, advice } = bounds[kind][setting]
  return <TextField path={path} kind="days" label={label} note={`${least} to ${most}. ${advice}`} />
}

function AddRegime({ taken }: { taken: readonly string[] }) {
  const { editor } = useEditor()
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const add = () => {
    const name = field.current?.value.trim() ?? ''
    const wrong = !/^[a-z][a-z0-9-]{0,39}$/.test(name)
      ? 'Must begin with a small letter and go on with small letters, digits and “-”.'
      : taken.includes(name)
        ? 'Is there already.'
        : null
    setProblem(wrong)
    if (!wrong) {
      editor.set(['regimes', name], { ...defaultConsentRegimes['opt-in'] })
      if (field.current) field.current.value = ''
    }
    field.current?.focus()
  }
  return (
    <div class="consent-add">
      <input
        ref={field}
        class="input"
        placeholder="A regime of your own, such as virginia"
        aria-label="Name of a regime to add"
        aria-invalid={problem !== null}
        aria-describedby="add-regime-problem"
        autocomplete="off"
        spellcheck={false}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      <Button icon="add" onClick={add}>
        Add
      </Button>
      <FieldNote id="add-regime-problem" problem={problem} />
    </div>
  )
}
