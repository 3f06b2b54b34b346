import { linkTo } from '../app/paths.ts'

const places = [
  { place: { name: 'consent' }, label: 'Policies' },
  { place: { name: 'consent-records', recordId: null }, label: 'Records' },
  { place: { name: 'consent-rates' }, label: 'Rates' },
] as const

/** The places of consent, where there is no rail. */
export const ConsentTabs = ({ here }: { here: (typeof places)[number]['place']['name'] }) => (
  <nav class="tabs consent-tabs narrow" aria-label="Consent">
    {places.map(({ place, label }) => (
      <a key={label} class="tab" href={linkTo(place)} aria-current={place.name === here ? 'page' : undefined}>
        {label}
      </a>
    ))}
  </nav>
)
