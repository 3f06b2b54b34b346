import { z } from 'zod'
import { consentPurpose } from '../../consent/index.ts'

/** A country or region (ISO 3166). */
export const region = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country or region (ISO 3166), such as US-CA')
/** So many purposes a policy can name at most. */
export const purposes = z.array(consentPurpose).max(220)
