import { breachHours } from '@sotto/contracts'
import { h2, list, type PaperDocument, p, template, titles } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { agreementParties, neededForAgreement, partyBlock } from './agreement-parties.ts'
import { securityMeasures } from './security-measures.ts'

/** 45 CFR §§ 164.314(a) and 164.504(e). */
export function businessAssociateAgreement(facts: PaperFacts): PaperDocument {
  const { controller, processor } = agreementParties(facts)
  return {
    title: titles['business-associate-agreement'],
    missing: [
      ...neededForAgreement(facts),
      ...(facts.entity.laws.includes('hipaa')
        ? []
        : [{ field: 'legalEntity.laws', message: 'must say that HIPAA applies, before this is published' }]),
    ],
    remarks: [],
    blocks: [
      p('Business associate agreement under HIPAA, 45 CFR §§ 164.314(a) and 164.504(e).'),
      h2('Parties'),
      partyBlock('Covered entity', controller),
      partyBlock('Business associate', processor),
      h2('1. Words'),
      p('Words that the rules in 45 CFR Parts 160 and 164 define have that meaning here.'),
      h2('2. What is permitted'),
      p(
        'The business associate uses and discloses protected health information to provide the service to the covered entity, as the law requires, and for its own proper management as § 164.504(e)(4) allows; always the minimum that is necessary, and never in a way in which the covered entity could not.',
      ),
      h2('3. Duties of the business associate'),
      list(
        'It uses or discloses protected health information in no other way than this agreement permits or the law requires (§ 164.504(e)(2)(ii)(A)).',
        'It applies safeguards, and Subpart C of Part 164 to electronic information, as the annex says (§ 164.504(e)(2)(ii)(B)).',
        `It reports uses and disclosures that are not permitted, security incidents, and breaches of unsecured information, without unreasonable delay and at the latest ${breachHours.team} hours after it learned of them (§§ 164.410, 164.314(a)(2)(i)(C)).`,
        'It binds subcontractors that get such information to the same restrictions, in writing (§§ 164.502(e)(1)(ii), 164.308(b)(2)).',
        'It gives access so that § 164.524 is met, amends so that § 164.526 is met, and keeps an account of disclosures so that § 164.528 is met.',
        'Where it carries out a duty of the covered entity under Subpart E, it does so as that subpart demands.',
        'It makes its practices, books and records available to the Secretary.',
      ),
      h2('4. Duties of the covered entity'),
      p(
        'The covered entity tells of limits in its notice of privacy practices, of permissions that were changed or revoked, and of restrictions that it agreed to, as far as they matter here. It asks for nothing that it may not do itself.',
      ),
      h2('5. Term and end'),
      p(
        'The agreement lasts as long as the business associate holds protected health information of the covered entity. The covered entity may end it when a material term was broken. At the end, the information is returned or destroyed, by destroying the keys under which it is sealed; where that is not feasible, the protections go on for as long as it is held (§ 164.504(e)(2)(ii)(J)).',
      ),
      h2('Annex: safeguards'),
      ...securityMeasures(facts),
      template,
    ],
  }
}
