import type { KnownCategory } from '@sotto/consent-banner/words'
import { Button } from '../../design/button.tsx'
import { count } from '../../design/words.ts'
import { type Category, freeName, type Service } from '../asked.ts'
import { useEditor } from '../policy-editor.ts'
import { listAt, moved } from '../policy-fields.ts'
import { Disclosure, Movers } from './disclosure.tsx'
import { CheckField, Part, TextField, TextsField } from './fields.tsx'
import { MarksField } from './marks-field.tsx'
import { categoryName, useOwnWords } from './own-words.ts'
import { ServiceItem } from './service-item.tsx'

const ready = ['preferences', 'analytics', 'media', 'marketing']

/** What visitors are asked: categories, and in them the services. */
export function AskedPart() {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const categories = listAt<Category>(draft, ['categories'])
  const services = listAt<Service>(draft, ['services'])
  const known = new Set(categories.map(({ id }) => id))
  const lost = services.flatMap(({ category }, index) => (known.has(category ?? '') ? [] : [index]))
  const add = () => {
    const next = ready.find((id) => !known.has(id)) ?? 'category'
    const id = freeName(draft, next)
    editor.set(['categories'], [...categories, { id }])
    editor.unfold(`categories.${categories.length}`, true)
  }
  return (
    <Part
      id="asked"
      title="What is asked"
      about="Each category is one question. A service in it can be chosen by itself. A yes to the old words is none to the new ones."
    >
      <div class="consent-items">
        {categories.map((category, index) => (
          <CategoryItem key={index} category={category} index={index} length={categories.length} />
        ))}
        {lost.length > 0 && (
          <div class="consent-inside">
            {lost.map((index) => (
              <ServiceItem key={index} index={index} />
            ))}
          </div>
        )}
      </div>
      {writable && categories.length < 20 && (
        <div>
          <Button icon="add" onClick={add}>
            Add a category
          </Button>
        </div>
      )}
    </Part>
  )
}

function CategoryItem({ category, index, length }: { category: Category; index: number; length: number }) {
  const { editor, writable } = useEditor()
  const draft = editor.working.value
  const words = useOwnWords(editor.language.value)
  const path = ['categories', index] as const
  const all = listAt<Service>(draft, ['services'])
  const inside = all.flatMap((service, at) => (service.category === category.id ? [at] : []))
  const own = words?.first.categories[category.id as KnownCategory]
  const name = categoryName(category, editor.language.value, words)
  const list = listAt(draft, ['categories'])
  const change = (next: readonly unknown[]) => {
    for (let at = 0; at < length; at++) editor.unfold(`categories.${at}`, false)
    editor.set(['categories'], next)
  }
  const addService = () => {
    editor.set(['services'], [...all, { id: freeName(draft, 'service'), category: category.id ?? '' }])
    editor.unfold(`services.${all.length}`, true)
  }
  return (
    <Disclosure
      at={`categories.${index}`}
      name={name}
      about={[category.necessary ? 'always on' : '', inside.length > 0 ? count(inside.length, 'service') : 'no service']
        .filter(Boolean)
        .join(', ')}
      actions={
        writable && (
          <Movers
            what={name}
            index={index}
            length={length}
            onMove={(to) => change(moved(list, index, to))}
            onRemove={() => change(list.filter((_one, at) => at !== index))}
          />
        )
      }
    >
      <TextField
        path={[...path, 'id']}
        label="Short name"
        note="What pages write into data-consent, and what a stored choice is made of. Small letters, digits, “-”."
      />
      <TextsField path={[...path, 'title']} label="Title" ownWords={own} />
      <TextsField
        path={[...path, 'description']}
        label="Description"
        several
        ownWords={words?.more.purposes[category.id as KnownCategory]}
        note="What it is for, in a sentence."
      />
      <CheckField
        path={[...path, 'necessary']}
        label="Always on"
        note="The site does not work without it. Nobody is asked, so it must be true."
      />
      {!category.necessary && <MarksField path={path} />}
      <h3 class="consent-inside-head">Services</h3>
      <div class="consent-inside">
        {inside.map((at) => (
          <ServiceItem key={at} index={at} />
        ))}
      </div>
      {writable && (
        <div>
          <Button icon="add" onClick={addService}>
            Add a service
          </Button>
        </div>
      )}
    </Disclosure>
  )
}
