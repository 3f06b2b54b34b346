import { phrases } from './phrases.ts'

export const en = {
  accept: phrases(`
    accept | accept all | accept cookies | allow all | allow cookies | agree | i agree | i accept | ok | got it |
    i understand | yes | consent | enable all | that s ok | continue | allow | accept and continue |
    agree and close | sounds good
  `),
  reject: phrases(`
    reject | reject all | reject cookies | decline | decline all | deny | deny all | refuse | refuse all |
    disagree | i do not accept | i decline | do not accept | don t accept | no thanks | no | only necessary |
    necessary only | necessary cookies only | use necessary cookies only | only essential | essential only |
    essential cookies only | only required | required only | strictly necessary only | accept only necessary |
    accept only essential | accept necessary | accept essential | allow necessary | allow essential |
    continue without accepting | continue without consent | continue without agreeing | disable all | opt out |
    object to all | disallow | disallow all | reject non essential | reject additional | reject optional |
    do not sell or share
  `),
  settings: phrases(`
    settings | cookie settings | preferences | cookie preferences | manage | manage cookies | manage preferences |
    manage options | manage choices | manage settings | customize | customise | choose | let me choose |
    more options | options | show details | show purposes | personalize | personalise | configure |
    learn more and customize | individual privacy preferences | choose cookies
  `),
  save: phrases(`
    save | save choices | save my choices | save settings | save preferences | save and close | save and exit |
    confirm | confirm choices | confirm my choices | confirm selection | accept selected | accept selection |
    allow selection | allow selected | apply | done | submit
  `),
  withdraw: phrases(`
    withdraw | withdraw consent | withdraw all | revoke consent | revoke cookies | change consent |
    change your consent | cookie settings | cookies settings | cookie preferences | cookie policy settings |
    manage cookies | manage consent | consent settings | consent preferences | consent choices | privacy settings |
    privacy preferences | privacy choices | your privacy choices | cookie choices | change cookie settings |
    manage cookie preferences | privacy manager | update consent | do not sell or share my personal information |
    do not sell my personal information | ad choices
  `),
  about: phrases('cookie | cookies | consent | privacy | tracking | personal data | third party'),
  necessary: phrases(`
    necessary | strictly necessary | essential | required | always active | always on | functional and necessary
  `),
}
