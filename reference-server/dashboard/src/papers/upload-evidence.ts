import type { SottoClient } from '@sotto/client-sdk'
import type { EvidenceFile } from '@sotto/contracts'
import { FormRefusal } from './form-dialog.tsx'

const mediaTypes = ['application/pdf', 'text/plain', 'image/png', 'image/jpeg'] as const
const most = 500_000

/** Keeps a file as evidence. @throws FormRefusal for one that cannot be kept */
export async function uploadEvidence(sotto: SottoClient, file: File): Promise<EvidenceFile> {
  const mediaType = mediaTypes.find((one) => one === file.type)
  if (!mediaType) throw new FormRefusal('The file must be a PDF, a text, a PNG or a JPEG.')
  if (file.size > most) throw new FormRefusal('The file must have at most 500 kB.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return sotto.evidence.add({ filename: file.name.slice(0, 200), mediaType, content: btoa(binary) })
}
