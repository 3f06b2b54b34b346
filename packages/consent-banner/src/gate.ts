export { type GateFile, type GateTemplates, gateFile } from './pull/gate-file.ts'
export { builtTemplates } from './pull/templates.ts'
