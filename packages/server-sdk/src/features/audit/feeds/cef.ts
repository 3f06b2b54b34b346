import { originName } from '../../../audit/index.ts'
import type { ShownEntry } from '../export/shown.ts'

/** Facility 13 (log audit), severity 6 (informational): RFC 5424, section 6.2.1. */
const priority = 13 * 8 + 6

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')
/** In the header of CEF a pipe ends a field. */
const inHeader = (text: string) => oneLine(text).replace(/[\\|]/g, '\\$&')
/** In the extension an equals sign ends a name. */
const inExtension = (text: string) =>
  text.replace(/[\\=]/g, '\\$&').replaceAll('\r\n', '\\n').replaceAll('\r', '\\r').replaceAll('\n', '\\n')

const heavier = /\.(deleted|removed|revoked|exported|restored|pruned)$/

/** An entry in ArcSight's Common Event Format, version 0: ids, not content. */
export function cefOf({ entry, people, ip, place }: ShownEntry): string {
  const { actor } = entry
  const header = ['CEF:0', 'Sotto', 'Sotto', String(entry.v), entry.action, entry.action.replace('.', ' ')]
  const values: [string, string | number | null][] = [
    ['rt', Date.parse(entry.at)],
    ['externalId', entry.id],
    ['act', entry.action],
    ['suid', actor.id],
    ['duid', people?.subject ?? null],
    ['src', ip?.includes('.') && !ip.includes(':') ? ip : null],
    ['c6a2', ip?.includes(':') ? ip : null],
    ['c6a2Label', ip?.includes(':') ? 'Source IPv6 Address' : null],
    ['cs1', people?.transcript ?? null],
    ['cs1Label', people?.transcript ? 'transcript_id' : null],
    ['cs2', actor.kind === 'api-key' ? actor.id : null],
    ['cs2Label', actor.kind === 'api-key' ? 'api_token_id' : null],
    ['cs3', entry.request],
    ['cs3Label', entry.request ? 'request_id' : null],
    ['cs4', originName(entry.team, place.origin)],
    ['cs4Label', 'log'],
    ['cs5', actor.kind],
    ['cs5Label', 'actor_kind'],
    ['cs6', people?.target ?? entry.target],
    ['cs6Label', (people?.target ?? entry.target) ? 'target_id' : null],
    ['cn1', place.index],
    ['cn1Label', 'index'],
    ['cat', entry.collection],
  ]
  const extension = values
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${inExtension(String(value))}`)
    .join(' ')
  return `${[...header.slice(0, 1), ...header.slice(1).map(inHeader)].join('|')}|${heavier.test(entry.action) ? 6 : 3}|${extension}`
}

/** A message of RFC 5424 in the octet-counted framing of RFC 6587. */
export function syslogFrame(message: string, { at, host, id }: { at: string; host: string; id: string }): Buffer {
  const line = Buffer.from(`<${priority}>1 ${at} ${host} sotto - ${id} - ${message}`)
  return Buffer.concat([Buffer.from(`${line.length} `), line])
}
