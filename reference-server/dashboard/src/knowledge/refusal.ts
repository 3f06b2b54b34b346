import type { ErrorCode } from '@sotto/client-sdk'

/** Why a document could not be read, in two words, and what to do about it. */
export interface Refusal {
  what: string
  advice: string
}

const refusals: Partial<Record<ErrorCode, Refusal>> = {
  document_type_unsupported: {
    what: 'Not a type that can be read',
    advice: 'Save it as PDF, DOCX, CSV, Markdown, HTML or plain text, then add that.',
  },
  document_too_large: { what: 'Too large', advice: 'Split it, or leave pictures out, then add the parts.' },
  payload_too_large: { what: 'Too large', advice: 'Split it, or leave pictures out, then add the parts.' },
  document_empty: { what: 'Empty', advice: 'There is nothing in the file. Save it again, then add it.' },
  document_encrypted: { what: 'Needs a password', advice: 'Save a copy without a password, then add that.' },
  document_truncated: {
    what: 'Ends too early',
    advice: 'The file is damaged or was cut off. Download or save it again.',
  },
  document_unreadable: { what: 'Could not be read', advice: 'Open it in the program that made it and save it again.' },
  document_without_text: {
    what: 'Pictures, no text',
    advice: 'It seems to be scanned. Run text recognition (OCR) over it, then add it again.',
  },
  document_too_many_pages: { what: 'Too many pages', advice: 'Split it into parts, then add those.' },
  document_unpacks_too_large: { what: 'Unpacks to too much', advice: 'Remove pictures and attachments from it.' },
  document_timeout: { what: 'Took too long to read', advice: 'Split it into parts, then add those.' },
  storage_full: { what: 'The disk is full', advice: 'Make room on the server, then add it again.' },
}

/** @param detail what the server says of this case, for codes that have no words of their own here */
export const refusalOf = (code: ErrorCode, detail: string): Refusal =>
  refusals[code] ?? { what: 'Could not be read', advice: detail }
