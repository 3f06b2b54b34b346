import { SottoError } from '@sotto/client-sdk'
import type { LegalEntity, LegalEntityInput } from '@sotto/contracts'
import { paperLaws } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import { ChoiceField, Group, TextField, textsOf } from './fields.tsx'
import { useLoaded } from './use-loaded.ts'

const lawNames = {
  gdpr: 'GDPR (European Union)',
  uk: 'UK GDPR',
  ccpa: 'CCPA (California)',
  hipaa: 'HIPAA (health, US)',
}

const people = [
  ['dataProtectionOfficer', 'Data protection officer'],
  ['representativeEu', 'Representative in the European Union (Art. 27)'],
  ['representativeUk', 'Representative in the United Kingdom'],
] as const

type Person = (typeof people)[number][0]

function inputOf(form: HTMLFormElement): LegalEntityInput {
  const text = textsOf(form)
  const person = (of: Person) => {
    const [name, email, address, phone] = ['name', 'email', 'address', 'phone'].map((part) => text(`${of}.${part}`))
    return name || email || address || phone
      ? { name: name ?? '', email: email ?? '', address: address ?? null, phone: phone ?? null }
      : null
  }
  const other = ['name', 'address', 'country', 'contact'].map((part) => text(`counterparty.${part}`) ?? '')
  const authority = [text('authority.name') ?? '', text('authority.url') ?? '']
  const laws = new FormData(form).getAll('laws').map(String)
  return {
    ...Object.fromEntries(
      [
        'legalName',
        'registration',
        'address',
        'country',
        'contact',
        'phone',
        'website',
        'securityContact',
        'governingLaw',
        'legitimateInterests',
        'sources',
        'automatedDecisions',
      ].map((field) => [
        field,
        field === 'country' || field === 'governingLaw' ? (text(field)?.toUpperCase() ?? null) : text(field),
      ]),
    ),
    role: text('role') === 'processor' ? 'processor' : 'controller',
    laws: paperLaws.filter((law) => laws.includes(law)),
    dataProtectionOfficer: person('dataProtectionOfficer'),
    representativeEu: person('representativeEu'),
    representativeUk: person('representativeUk'),
    authority: authority.some(Boolean) ? { name: authority[0] ?? '', url: authority[1] ?? '' } : null,
    counterparty: other.some(Boolean)
      ? {
          name: other[0] ?? '',
          address: other[1] ?? '',
          country: (other[2] ?? '').toUpperCase(),
          contact: other[3] ?? '',
        }
      : null,
  }
}

/** Who answers for the data, as papers say it. */
export function Details() {
  const { sotto } = useWorkspace()
  const [loaded, again, keep] = useLoaded(() => sotto.legalEntity.get(), [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  return loaded.state === 'ready' ? <Form entity={loaded.value} onSaved={keep} /> : <div aria-busy="true" />
}

function Form({ entity, onSaved }: { entity: LegalEntity; onSaved: (entity: LegalEntity) => void }) {
  const { sotto, can } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map())
  const [problem, setProblem] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const save = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    setBusy(true)
    setProblem('')
    setWrong(new Map())
    try {
      onSaved(await sotto.legalEntity.change(inputOf(form.current)))
      announce('Saved')
    } catch (error) {
      const fields = new Map(
        (error instanceof SottoError ? error.fields : []).map(({ field, message }) => [
          field.replace(/^body\./, ''),
          message,
        ]),
      )
      setWrong(fields)
      setProblem(fields.size > 0 ? 'Some fields need a look.' : failureInWords(error))
      form.current.querySelector<HTMLElement>(`[name="${[...fields.keys()][0]}"]`)?.focus()
    } finally {
      setBusy(false)
    }
  }
  const field = (name: string) => ({ name, wrong: wrong.get(name) })
  return (
    <form class="paper-details" ref={form} onSubmit={save} noValidate>
      <fieldset disabled={!can('papers:write')}>
        <Group title="Who answers for the data">
          <TextField label="Legal name" value={entity.legalName} {...field('legalName')} />
          <TextField label="Register and number" value={entity.registration} {...field('registration')} />
          <TextField label="Address" long value={entity.address} {...field('address')} />
          <TextField label="Country" hint="Two letters, such as IE" value={entity.country} {...field('country')} />
          <TextField label="Contact for data protection" type="email" value={entity.contact} {...field('contact')} />
          <TextField label="Telephone" type="tel" value={entity.phone} {...field('phone')} />
          <TextField label="Website" type="url" value={entity.website} {...field('website')} />
          <TextField
            label="Contact for security"
            type="email"
            value={entity.securityContact}
            {...field('securityContact')}
          />
          <ChoiceField
            label="Role"
            name="role"
            value={entity.role}
            options={[
              ['controller', 'Controller: we decide what data is used for'],
              ['processor', 'Processor: we run this for a customer'],
            ]}
          />
          <fieldset class="paper-laws">
            <legend>Laws that apply</legend>
            {paperLaws.map((law) => (
              <label key={law} class="paper-check">
                <input type="checkbox" name="laws" value={law} defaultChecked={entity.laws.includes(law)} />
                <span>{lawNames[law]}</span>
              </label>
            ))}
          </fieldset>
        </Group>
        {people.map(([of, title]) => (
          <Group key={of} title={title}>
            <TextField label="Name" value={entity[of]?.name} {...field(`${of}.name`)} />
            <TextField label="E-mail" type="email" value={entity[of]?.email} {...field(`${of}.email`)} />
            <TextField label="Address" long value={entity[of]?.address} {...field(`${of}.address`)} />
            <TextField label="Telephone" type="tel" value={entity[of]?.phone} {...field(`${of}.phone`)} />
          </Group>
        ))}
        <Group title="Supervisory authority">
          <TextField label="Name" value={entity.authority?.name} {...field('authority.name')} />
          <TextField label="Website" type="url" value={entity.authority?.url} {...field('authority.url')} />
        </Group>
        <Group title="The other side of agreements">
          <TextField label="Name" value={entity.counterparty?.name} {...field('counterparty.name')} />
          <TextField label="Address" long value={entity.counterparty?.address} {...field('counterparty.address')} />
          <TextField
            label="Country"
            hint="Two letters"
            value={entity.counterparty?.country}
            {...field('counterparty.country')}
          />
          <TextField
            label="Contact"
            type="email"
            value={entity.counterparty?.contact}
            {...field('counterparty.contact')}
          />
          <TextField
            label="Governing law"
            hint="The country, two letters"
            value={entity.governingLaw}
            {...field('governingLaw')}
          />
        </Group>
        <Group title="What only you know">
          <TextField
            label="Legitimate interests"
            long
            value={entity.legitimateInterests}
            {...field('legitimateInterests')}
          />
          <TextField
            label="Where data comes from that people did not give themselves"
            long
            value={entity.sources}
            {...field('sources')}
          />
          <TextField
            label="Decisions without people"
            long
            hint="Left empty: there are none"
            value={entity.automatedDecisions}
            {...field('automatedDecisions')}
          />
        </Group>
      </fieldset>
      {can('papers:write') && (
        <div class="paper-save">
          <p class="field-problem" role="alert">
            {problem}
          </p>
          <Button type="submit" kind="primary" busy={busy}>
            Save
          </Button>
        </div>
      )}
    </form>
  )
}
