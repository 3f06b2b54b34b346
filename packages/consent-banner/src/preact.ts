import { type ComponentChildren, createElement, type VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { bind, type Library } from './bindings/bindings.ts'

const preact = { createElement, useEffect, useRef, useState } as unknown as Library<VNode>

export const { useConsent, useAllowed, ConsentBanner, ConsentLink, WhenAllowed } = bind<VNode, ComponentChildren>(
  preact,
)
export type { BannerProps, LinkProps, WhenAllowedProps } from './bindings/bindings.ts'
