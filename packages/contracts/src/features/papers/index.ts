export {
  countryCode,
  LegalEntity,
  LegalEntityInput,
  type PaperLaw,
  paperLaws,
} from './legal-entity.ts'
export * from './model-providers.ts'
export * from './papers.ts'
export * from './sub-processors.ts'
