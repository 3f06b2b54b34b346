import type { PermissionWords } from './words.ts'

export const sk: PermissionWords = {
  subject: '{team}: potvrďte svoju adresu',
  asked: 'Niekto, pravdepodobne vy, požiadal, aby vám {team} na vašu adresu posielal: {what}.',
  press: 'Ak súhlasíte, otvorte túto stránku a stlačte tlačidlo:',
  ignore: 'Ak ste to neboli vy, nerobte nič. Žiadne takéto správy nedostanete a žiadosť sa po {hours} hodinách vymaže.',
  news: 'novinky a ponuky e-mailom',
  confirmHeading: 'Chcete tieto správy dostávať?',
  confirmButton: 'Áno, posielajte ich',
  withdrawable: 'Môžete to kedykoľvek ukončiť: v každej takejto správe je na to odkaz.',
  confirmed: 'Ďakujeme, je potvrdené',
  confirmedText: '{team} vám bude posielať: {what}.',
  confirmedBefore: 'Bolo to už potvrdené',
  expired: 'Platnosť odkazu uplynula',
  expiredText: 'Platil obmedzený čas a nič sa neuchovalo. Požiadajte znova tam, kde ste našli formulár.',
  unknown: 'Odkaz nie je úplný',
  unknownText: 'Možno sa časť stratila. Skopírujte zo správy celú adresu alebo požiadajte o novú správu.',
  unsubscribe: 'Odhlásiť odber',
  unsubscribeText: '{team} vám už nebude posielať: {what}.',
  unsubscribed: 'Odber je odhlásený',
  unsubscribedText: '{team} vám už neposiela: {what}.',
  subscribeAgain: 'Prihlásiť znova',
}
