import type { PaperName } from '@sotto/contracts'
import type { PaperDocument } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { impactAssessment, legitimateInterests } from './assessments.ts'
import { breachRegister } from './breach-register.ts'
import { businessAssociateAgreement } from './business-associate-agreement.ts'
import { controlMatrixPaper } from './control-matrix.ts'
import { cookieTable } from './cookie-table.ts'
import { dataProcessingAgreement } from './data-processing-agreement.ts'
import { privacyNotice } from './privacy-notice.ts'
import { recordOfProcessing } from './record-of-processing.ts'
import { modelProviderRegister, transferRegister } from './registers.ts'
import { retentionSchedule } from './retention-schedule.ts'
import { subProcessorList } from './sub-processors.ts'

/** How each paper is made. There is no other source of what stands in them. */
export const generators: Readonly<Record<PaperName, (facts: PaperFacts) => PaperDocument>> = {
  'privacy-notice': privacyNotice,
  'record-of-processing': recordOfProcessing,
  'retention-schedule': retentionSchedule,
  'cookie-table': cookieTable,
  'sub-processors': subProcessorList,
  'model-providers': modelProviderRegister,
  'transfer-register': transferRegister,
  'data-processing-agreement': dataProcessingAgreement,
  'business-associate-agreement': businessAssociateAgreement,
  'impact-assessment': impactAssessment,
  'legitimate-interests': legitimateInterests,
  'control-matrix': controlMatrixPaper,
  'breach-register': breachRegister,
}
