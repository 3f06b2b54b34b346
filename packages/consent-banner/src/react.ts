import { createElement, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { bind, type Library } from './bindings/bindings.ts'

const react = { createElement, useEffect, useRef, useState } as unknown as Library<ReactElement>

export const { useConsent, useAllowed, ConsentBanner, ConsentLink, WhenAllowed } = bind<ReactElement, ReactNode>(react)
export type { BannerProps, LinkProps, WhenAllowedProps } from './bindings/bindings.ts'
