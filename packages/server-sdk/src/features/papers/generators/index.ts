import type { PaperName } from '@sotto/contracts'
import type { PaperDocument } from '../document/document.ts'
import type { PaperFacts } from '../facts/facts.ts'
import { cookieTable } from './cookie-table.ts'
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
}
