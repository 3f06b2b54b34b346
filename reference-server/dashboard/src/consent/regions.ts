const countries = new Intl.DisplayNames('en', { type: 'region' })

/** `Germany` for `DE`, `CA, United States` for `US-CA`. */
export function regionName(region: string): string {
  const [country = '', part] = region.split('-')
  try {
    const name = countries.of(country) ?? country
    return part ? `${part}, ${name}` : name
  } catch {
    return region
  }
}
