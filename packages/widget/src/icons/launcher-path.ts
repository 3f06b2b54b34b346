// Written by scripts/icons.ts from lucide (ISC licence, Lucide Icons and Contributors; parts MIT, Cole Bemis).
export const launcherPath =
  'M2.99 16.34a2 2 0 0 1 .09 1.17l-1.06 3.29a1 1 0 0 0 1.24 1.17l3.41-1a2 2 0 0 1 1.1.09 10 10 0 1 0-4.78-4.72'
