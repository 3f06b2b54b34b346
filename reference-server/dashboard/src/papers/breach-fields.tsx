import type { Breach, BreachPatch } from '@sotto/contracts'
import { breachRisks } from '@sotto/contracts'
import { ChoiceField, TextField } from './fields.tsx'

const risks = {
  unknown: 'Not known yet',
  unlikely: 'Unlikely to be a risk to people',
  risk: 'A risk',
  high: 'A high risk',
}

const instant = (text: string | null) => (text ? new Date(text).toISOString() : null)
const number = (text: string | null) => (text === null ? null : Number(text))

/** What a form of a breach says. */
export function breachInput(text: (name: string) => string | null): BreachPatch & { title: string; awareAt: string } {
  return {
    title: text('title') ?? '',
    awareAt: instant(text('awareAt')) ?? '',
    operatorAwareAt: instant(text('operatorAwareAt')),
    happenedFrom: instant(text('happenedFrom')),
    happenedUntil: instant(text('happenedUntil')),
    nature: text('nature'),
    people: text('people'),
    approximatePeople: number(text('approximatePeople')),
    records: text('records'),
    approximateRecords: number(text('approximateRecords')),
    contact: text('contact'),
    consequences: text('consequences'),
    measures: text('measures'),
    risk: breachRisks.find((one) => one === text('risk')) ?? 'unknown',
    riskReason: text('riskReason'),
    delayReason: text('delayReason'),
  }
}

/** As a field of the browser takes it: the time here. */
export function local(iso: string | null): string {
  if (!iso) return ''
  const time = new Date(iso)
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** All that the law asks of a breach. */
export function BreachFields({ breach, wrong }: { breach?: Breach; wrong: (name: string) => string | undefined }) {
  const field = (name: string) => ({ name, wrong: wrong(name) })
  return (
    <>
      <TextField label="In a few words" value={breach?.title} {...field('title')} />
      <TextField
        label="When you noticed it"
        type="datetime-local"
        value={local(breach?.awareAt ?? new Date().toISOString())}
        hint="The clock to the authority begins here"
        {...field('awareAt')}
      />
      <TextField
        label="When whoever runs the service noticed it"
        type="datetime-local"
        value={local(breach?.operatorAwareAt ?? null)}
        {...field('operatorAwareAt')}
      />
      <TextField
        label="It happened from"
        type="datetime-local"
        value={local(breach?.happenedFrom ?? null)}
        {...field('happenedFrom')}
      />
      <TextField
        label="until"
        type="datetime-local"
        value={local(breach?.happenedUntil ?? null)}
        {...field('happenedUntil')}
      />
      <TextField label="What happened" long value={breach?.nature} {...field('nature')} />
      <TextField label="Categories of people" value={breach?.people} {...field('people')} />
      <TextField
        label="About how many people"
        type="number"
        value={breach?.approximatePeople?.toString()}
        {...field('approximatePeople')}
      />
      <TextField label="Categories of records" value={breach?.records} {...field('records')} />
      <TextField
        label="About how many records"
        type="number"
        value={breach?.approximateRecords?.toString()}
        {...field('approximateRecords')}
      />
      <TextField label="Who can be asked" value={breach?.contact} {...field('contact')} />
      <TextField label="What is likely to follow" long value={breach?.consequences} {...field('consequences')} />
      <TextField label="What was done, and is proposed" long value={breach?.measures} {...field('measures')} />
      <ChoiceField
        label="Risk to people"
        name="risk"
        value={breach?.risk ?? 'unknown'}
        options={breachRisks.map((risk) => [risk, risks[risk]] as const)}
      />
      <TextField label="Why" long value={breach?.riskReason} {...field('riskReason')} />
      <TextField label="Why the authority was told late" long value={breach?.delayReason} {...field('delayReason')} />
    </>
  )
}
