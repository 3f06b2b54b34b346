/**
 * The forms in which an address may have been kept: of e-mail in small letters with the domain in ASCII (UTS 46), of a
 * telephone number as E.164, of an id as it is.
 */
export function formsOf(address: string): string[] {
  const whole = address.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ')
  const at = whole.lastIndexOf('@')
  const forms = [address.trim(), whole]
  if (at >= 0)
    try {
      forms.push(`${whole.slice(0, at)}@${new URL(`http://${whole.slice(at + 1)}`).hostname}`)
    } catch {}
  const digits = address.replace(/\(0\)/g, '').replace(/[\s().\-/]/g, '')
  if (/^(\+|00)\d{6,15}$/.test(digits)) forms.push(digits.replace(/^00/, '+'))
  return [...new Set(forms)]
}
