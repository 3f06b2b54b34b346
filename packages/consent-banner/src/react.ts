import { createElement, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { bind, type Library } from './bindings/bindings.ts'

const react = { createElement, useEffect, useRef, useState } as unknown as Library<ReactElement>

const bound = bind<ReactElement, ReactNode>(react)

/** The consent of the page, or `given`; null on a server, and until the page has one. Renders again when it comes. */
export const useConsent = bound.useConsent

/**
 * Whether all of `names`, services or categories parted by spaces, may run. False on a server and in the first render; then
 * it follows the choice.
 */
export const useAllowed = bound.useAllowed

/** `<sotto-consent>`, the banner with its preferences. Without a gate it needs `policy` or `consent`. */
export const ConsentBanner = bound.ConsentBanner

/** `<sotto-consent-link>`, the way back to the choice, for the foot of each page. */
export const ConsentLink = bound.ConsentLink

/**
 * Its children as long as all of `names` may run, else `fallback`. What is taken back is unmounted; code of it that has run
 * already does not end by that.
 */
export const WhenAllowed = bound.WhenAllowed

export type { BannerProps, LinkProps, WhenAllowedProps } from './bindings/bindings.ts'
