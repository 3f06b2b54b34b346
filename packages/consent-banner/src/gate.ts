export { buildGate, type GateFile, PolicyError } from './pull/build-gate.ts'
