import type { PaperBlock } from '@sotto/contracts'
import { list } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { sensitiveInWords } from '../facts/sensitive.ts'

/** What protects data here, as this server is built and configured. */
export function securityMeasures({ keys, activities, logYears, publicUrl, sensitive }: PaperFacts): PaperBlock[] {
  const sealed = activities.filter(({ data, confidential }) => data.length + confidential.length > 0)
  const isEncrypted = publicUrl.startsWith('https:')
  return [
    list(
      `Encryption at rest: the personal and confidential fields of ${sealed.length} kinds of records are sealed with AES-256-GCM, under a key for each person, conversation, request or file.`,
      `Encryption in transit: ${isEncrypted ? 'the public address is served over TLS.' : 'the public address of this server does not begin with https://; TLS ends elsewhere, or nowhere.'}`,
      `Keys: wrapped by a keyring outside of the database, replaced at least every ${keys.days} days${keys.keyBackup === 'confirmed' ? ', old ones destroyed once a newer backup was confirmed' : ', old ones destroyed at once'}.`,
      'Pseudonymisation: identifiers and what is known about people are replaced before text leaves for a model provider.',
      `Sensitive data, before anything is stored: ${sensitiveInWords(sensitive)}.${sensitive.staff ? '' : ' What members write is left as it is.'}${sensitive.documents ? '' : ' Documents are left as they are.'}`,
      'Separation: every query carries the team; knowledge and chat carry the bot as well.',
      'Access control: roles with a fixed list of permissions; API keys with scopes; sessions that end.',
      `Accountability: every access to personal data and every change is recorded in a log that shows tampering (Merkle tree, signed checkpoints), for ${logYears} years.`,
      'Erasure: by destroying keys; checked by a scan afterwards, certified, and repeated after a restore.',
      keys.keyBackup === 'confirmed'
        ? 'Resilience: data and keys are backed up apart from each other; a restore is checked before it serves.'
        : 'Resilience: this server is configured to run without backups of its keys.',
    ),
  ]
}
