export { type Identity, identityOf, type Known, readableIdentityOf, rootOf } from './identity.ts'
export { declarationOf, familyOf, peopleOf } from './relations.ts'
export { holdable, type Thing, thingsOf } from './things.ts'
