import { consentStorageKinds } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../design/button.tsx'
import { count } from '../../design/words.ts'
import { type Category, freeName, type Service, shortNameOf } from '../asked.ts'
import { useEditor } from '../policy-editor.ts'
import { listAt, type Path, put } from '../policy-fields.ts'
import { Disclosure, Movers } from './disclosure.tsx'
import { CheckField, ChoiceField, LinesField, TextField, TextsField } from './fields.tsx'
import { MarksField } from './marks-field.tsx'
import { categoryName, useOwnWords } from './own-words.ts'

/** One service: who it is, what it learns, where it loads from, and what it stores. */
export function ServiceItem({ index }: { index: number }) {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const services = listAt<Service>(draft, ['services'])
  const service = services[index] ?? {}
  const path = ['services', index] as const
  const words = useOwnWords(editor.language.value)
  const categories = listAt<Category>(draft, ['categories']).map(
    (category) => [category.id ?? '', categoryName(category, editor.language.value, words)] as const,
  )
  const [isNew] = useState(!service.name)
  /** The short name of a new service follows its name until somebody writes another one: choices are stored by it. */
  const follow = (typed: string) => {
    const others = put(draft, path, {})
    const before = freeName(others, shortNameOf(service.name ?? '') || 'service')
    if (!isNew || (service.id && service.id !== before)) return
    editor.set([...path, 'id'], freeName(others, shortNameOf(typed) || 'service'))
  }
  const name = service.name || service.id || 'A new service'
  const { cookies = [], storage = [] } = service
  const stores = [
    cookies.length > 0 ? count(cookies.length, 'cookie') : '',
    storage.length > 0 ? `${storage.length} in storage` : '',
  ]
  return (
    <Disclosure
      at={`services.${index}`}
      name={name}
      about={stores.filter(Boolean).join(', ') || 'stores nothing'}
      actions={
        writable && (
          <Movers
            what={name}
            index={0}
            length={1}
            onMove={() => {}}
            onRemove={() => {
              for (let at = index; at < services.length; at++) editor.unfold(`services.${at}`, false)
              editor.set(
                ['services'],
                services.filter((_one, at) => at !== index),
              )
            }}
          />
        )
      }
    >
      <div class="consent-pair">
        <TextField path={[...path, 'name']} label="Name" note="As visitors may know it." onTyped={follow} />
        <TextField path={[...path, 'id']} label="Short name" note="For data-consent. Stored choices name it." />
      </div>
      <ChoiceField path={[...path, 'category']} label="Category" options={categories} />
      <div class="consent-pair">
        <TextField path={[...path, 'provider', 'name']} label="Provider" note="The company behind it." />
        <TextField
          path={[...path, 'provider', 'country']}
          label="Country"
          placeholder="IE"
          note="Two letters, ISO 3166."
        />
      </div>
      <TextField
        path={[...path, 'provider', 'privacyUrl']}
        label="Privacy notice of the provider"
        placeholder="https://"
      />
      <TextsField path={[...path, 'purpose']} label="Purpose" several note="What it is for." />
      <TextsField
        path={[...path, 'data']}
        label="What it learns"
        several
        note="Of the visitor: address, pages, clicks."
      />
      <TextsField path={[...path, 'kept']} label="How long it keeps it" note="Left out, it is said from the cookies." />
      <LinesField
        path={[...path, 'requests']}
        label="Where it loads from"
        placeholder="maps.example.com/embed"
        note="One host a line, with a path or without. Nothing is fetched from there before a yes."
      />
      <Cookies path={[...path, 'cookies']} />
      <Stored path={[...path, 'storage']} />
      <MarksField path={path} />
    </Disclosure>
  )
}

const withoutAt = (list: readonly unknown[], index: number) => list.filter((_one, at) => at !== index)

function Cookies({ path }: { path: Path }) {
  const { editor, writable } = useEditor()
  const list = listAt(editor.working.value, path)
  return (
    <fieldset class="consent-rows">
      <legend>Cookies</legend>
      {list.map((_cookie, index) => (
        <div key={index} class="consent-row">
          <TextField path={[...path, index, 'name']} label="Name" placeholder="_ga_*" />
          <TextField path={[...path, index, 'domain']} label="Domain" placeholder="the site" />
          <TextField path={[...path, index, 'lifetimeDays']} kind="days" label="Days" placeholder="session" />
          <CheckField path={[...path, index, 'httpOnly']} label="Server only" />
          {writable && (
            <IconButton
              icon="close"
              label={`Remove cookie ${String(list[index]?.name ?? index + 1)}`}
              onClick={() => editor.set(path, withoutAt(list, index))}
            />
          )}
        </div>
      ))}
      {writable && (
        <Button icon="add" onClick={() => editor.set(path, [...list, {}])}>
          Add a cookie
        </Button>
      )}
    </fieldset>
  )
}

const kinds = {
  local: 'Local storage',
  session: 'Session storage',
  'indexed-db': 'Database',
  cache: 'Cache',
  'service-worker': 'Service worker',
}

function Stored({ path }: { path: Path }) {
  const { editor, writable } = useEditor()
  const list = listAt(editor.working.value, path)
  return (
    <fieldset class="consent-rows">
      <legend>Storage</legend>
      {list.map((_entry, index) => (
        <div key={index} class="consent-row">
          <TextField path={[...path, index, 'name']} label="Name" placeholder="count*" />
          <ChoiceField
            path={[...path, index, 'kind']}
            label="Where"
            options={consentStorageKinds.map((kind) => [kind, kinds[kind]])}
          />
          {writable && (
            <IconButton
              icon="close"
              label={`Remove ${String(list[index]?.name ?? `entry ${index + 1}`)} from storage`}
              onClick={() => editor.set(path, withoutAt(list, index))}
            />
          )}
        </div>
      ))}
      {writable && (
        <Button icon="add" onClick={() => editor.set(path, [...list, { kind: 'local' }])}>
          Add an entry
        </Button>
      )}
    </fieldset>
  )
}
