import { originName } from '../../../audit/index.ts'
import type { ShownEntry } from './shown.ts'

/** OCSF 1.3: https://schema.ocsf.io */
const schemaVersion = '1.3.0'
const informational = 1
const success = 1

interface Classification {
  category_uid: number
  category_name: string
  class_uid: number
  class_name: string
  activity_id: number
  activity_name: string
}

const iam = { category_uid: 3, category_name: 'Identity & Access Management' }
const authentication = { ...iam, class_uid: 3002, class_name: 'Authentication' }
const accountChange = { ...iam, class_uid: 3001, class_name: 'Account Change' }
const apiActivity = {
  category_uid: 6,
  category_name: 'Application Activity',
  class_uid: 6003,
  class_name: 'API Activity',
}

const sessions: Record<string, Classification> = {
  'session.started': { ...authentication, activity_id: 1, activity_name: 'Logon' },
  'support-session.started': { ...authentication, activity_id: 1, activity_name: 'Logon' },
  'session.ended': { ...authentication, activity_id: 2, activity_name: 'Logoff' },
}
const accounts: Record<string, Classification> = {
  'member.created': { ...accountChange, activity_id: 1, activity_name: 'Create' },
  'member.changed': { ...accountChange, activity_id: 99, activity_name: 'Changed' },
  'member.removed': { ...accountChange, activity_id: 6, activity_name: 'Delete' },
  'api-key.created': { ...accountChange, activity_id: 1, activity_name: 'Create' },
  'api-key.revoked': { ...accountChange, activity_id: 5, activity_name: 'Disable' },
}
const verbs: [RegExp, number, string][] = [
  [/^(created|added|started|sent|begun|booked)$/, 1, 'Create'],
  [/^(read|looked|exported|followed|listed)$/, 2, 'Read'],
  [/^(changed|closed|rated|rotated|sealed-anew|answered|ready|disabled|tested|replayed)$/, 3, 'Update'],
  [/^(deleted|removed|revoked|forgotten|erased|pruned)$/, 4, 'Delete'],
]

/** The class and activity that an action is. */
function classify(action: string): Classification {
  const known = sessions[action] ?? accounts[action]
  if (known) return known
  const verb = action.slice(action.lastIndexOf('.') + 1)
  const [, id, name] = verbs.find(([words]) => words.test(verb)) ?? [null, 99, verb]
  return { ...apiActivity, activity_id: id, activity_name: name }
}

function userOf({ entry: { actor } }: ShownEntry) {
  switch (actor.kind) {
    case 'member':
      return { uid: actor.id, type: 'User', type_id: 1 }
    case 'api-key':
      return { uid: actor.id, type: 'API key', type_id: 99, credential_uid: actor.id }
    case 'visitor':
      return { name: 'visitor', type: 'Visitor', type_id: 99 }
    case 'support':
      return { uid: actor.id, name: 'support', type: 'Support', type_id: 99 }
    case 'system':
      return { ...(actor.id ? { uid: actor.id } : {}), name: 'sotto', type: 'System', type_id: 3 }
  }
}

/** An entry as an OCSF event: ids, not content. */
export function ocsfEvent(shown: ShownEntry) {
  const { entry, people, ip, place } = shown
  const classification = classify(entry.action)
  const { class_uid, activity_id } = classification
  const user = userOf(shown)
  const targetId = people?.target ?? entry.target
  const target = {
    ...(targetId ? { uid: targetId } : {}),
    name: entry.collection ?? entry.action,
    type: entry.collection,
  }
  return {
    ...classification,
    type_uid: class_uid * 100 + activity_id,
    type_name: `${classification.class_name}: ${classification.activity_name}`,
    severity_id: informational,
    severity: 'Informational',
    status_id: success,
    status: 'Success',
    time: Date.parse(entry.at),
    message: entry.action,
    metadata: {
      version: schemaVersion,
      product: { name: 'Sotto', vendor_name: 'Sotto' },
      uid: entry.id,
      log_name: originName(entry.team, place.origin),
      event_code: entry.action,
      original_time: entry.at,
      sequence: place.index,
      tenant_uid: entry.team,
      correlation_uid: entry.event,
    },
    actor: { user },
    src_endpoint: ip ? { ip } : { svc_name: 'sotto' },
    ...(class_uid === 6003
      ? {
          api: {
            operation: entry.action,
            service: { name: 'sotto' },
            ...(entry.request ? { request: { uid: entry.request } } : {}),
          },
          ...(entry.collection ? { resources: [target] } : {}),
        }
      : { user: class_uid === 3001 && targetId ? { uid: targetId } : user }),
    ...(class_uid === 3002 ? { service: { name: 'sotto' } } : {}),
    unmapped: {
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      target_user_id: people?.subject ?? null,
      transcript_id: people?.transcript ?? null,
      api_token_id: entry.actor.kind === 'api-key' ? entry.actor.id : null,
    },
  }
}
