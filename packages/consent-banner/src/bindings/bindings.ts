import type { Consent } from '../core/consent.ts'
import { define } from '../element/define.ts'
import { pageConsent, ready } from '../element/page-consent.ts'
import type { SottoConsent } from '../element/sotto-consent.ts'
import type { SottoConsentLink } from '../element/sotto-consent-link.ts'
import type { ConsentPolicy } from '../policy/policy.ts'

/** What React and Preact have in common, as far as it is needed here. */
export interface Library<Node> {
  createElement(type: string, props: Record<string, unknown>): Node
  useEffect(effect: () => undefined | (() => void), dependencies: readonly unknown[]): void
  useRef<Value>(value: Value | null): { current: Value | null }
  useState<Value>(value: Value): [Value, (value: Value) => void]
}

/** What `ConsentBanner` takes. */
export interface BannerProps {
  /** A consent that you have made yourself; left out, the one of the page. */
  readonly consent?: Consent
  /** For a page without a gate. */
  readonly policy?: ConsentPolicy
  /** A language tag; that of the page, else of the browser, unless told. */
  readonly lang?: string
  /** Unless told, what the visitor's system says. */
  readonly theme?: 'light' | 'dark'
  /** Someone has chosen. */
  readonly onChoice?: (granted: ReadonlySet<string>) => void
  /** A layer has come up. */
  readonly onShow?: (layer: 'first' | 'preferences') => void
}

/** What `ConsentLink` takes. */
export interface LinkProps {
  /** `open` (default) shows the preferences; `limit` limits sensitive information; `withdraw` takes everything back. */
  readonly kind?: 'open' | 'limit' | 'withdraw'
  readonly consent?: Consent
  readonly lang?: string
}

/** What `WhenAllowed` takes. */
export interface WhenAllowedProps<Children> {
  /** Services or categories, parted by spaces. */
  readonly names: string
  readonly consent?: Consent
  /** What is there until then. */
  readonly fallback?: Children
  readonly children?: Children
}

export function bind<Node, Children>({ createElement, useEffect, useRef, useState }: Library<Node>) {
  /** Sets what attributes cannot hold, once the element is on the page. */
  function useElement<Tag extends SottoConsent | SottoConsentLink>(consent?: Consent, policy?: ConsentPolicy) {
    const ref = useRef<Tag>(null)
    useEffect(() => {
      define()
      const element = ref.current
      if (!element) return
      if (consent) element.consent = consent
      else if (policy) (element as SottoConsent).policy = policy
    }, [consent, policy])
    return ref
  }

  /** The consent of the page; null on a server, and until the page runs. */
  function useConsent(given?: Consent): Consent | null {
    const [consent, setConsent] = useState<Consent | null>(given ?? null)
    useEffect(() => {
      const look = () => setConsent(given ?? pageConsent())
      look()
      addEventListener(ready, look)
      return () => removeEventListener(ready, look)
    }, [given])
    return consent
  }

  /** Whether everything named may run, now and from now on. False on a server. */
  function useAllowed(names: string, given?: Consent): boolean {
    const consent = useConsent(given)
    const [allowed, setAllowed] = useState(false)
    useEffect(() => {
      if (!consent) return
      const update = () => setAllowed(consent.allows(names))
      update()
      return consent.on('change', update)
    }, [consent, names])
    return allowed
  }

  /** `<sotto-consent>`. */
  function ConsentBanner({ consent, policy, lang, theme, onChoice, onShow }: BannerProps): Node {
    const ref = useElement<SottoConsent>(consent, policy)
    useEffect(() => {
      const element = ref.current
      if (!element) return
      const chosen = (event: Event) => onChoice?.((event as CustomEvent).detail.granted)
      const shown = (event: Event) => onShow?.((event as CustomEvent).detail.layer)
      element.addEventListener('sotto-consent-choice', chosen)
      element.addEventListener('sotto-consent-show', shown)
      return () => {
        element.removeEventListener('sotto-consent-choice', chosen)
        element.removeEventListener('sotto-consent-show', shown)
      }
    }, [onChoice, onShow])
    return createElement('sotto-consent', { ref, ...(lang && { lang }), ...(theme && { 'data-theme': theme }) })
  }

  /** `<sotto-consent-link>`. */
  function ConsentLink({ kind, consent, lang }: LinkProps): Node {
    const ref = useElement<SottoConsentLink>(consent)
    return createElement('sotto-consent-link', { ref, ...(kind && { kind }), ...(lang && { lang }) })
  }

  /** Its children, once everything named may run; they go again when that is taken back. */
  function WhenAllowed({ names, consent, fallback, children }: WhenAllowedProps<Children>): Children | null {
    return (useAllowed(names, consent) ? children : fallback) ?? null
  }

  return { useConsent, useAllowed, ConsentBanner, ConsentLink, WhenAllowed }
}
