/**
 * The forms in which an address may have been kept: of e-mail in small letters with the domain in ASCII (UTS 46), of a
 * telephone number as E.164, of an id as it is.
 */
export function formsOf(address: string): string[] {
  const whole = address.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/gu, ' ')
  const at = whole.lastIndexOf('@')
  const forms = [address.trim(), whole]
  // Whatever could end a domain within an address of the web is no address of e-mail.
  if (at >= 0 && /^[\p{L}\p{M}\p{N}\p{So}\p{Join_C}.\u3002-]+$/u.test(whole.slice(at + 1)))
    try {
      forms.push(`${whole.slice(0, at)}@${new URL(`http://${whole.slice(at + 1)}`).hostname}`)
    } catch {}
  const digits = address.replace(/\(0\)/g, '').replace(/[\s().\-/]/g, '')
  if (/^(\+|00)\d{6,15}$/.test(digits)) forms.push(digits.replace(/^00/, '+'))
  return [...new Set(forms)]
}
