declare module 'virtual:lucide-icons' {
  /** By the names of `icon-names.ts`. */
  export const shapes: unknown
}

declare module 'virtual:design-tokens.css' {}
