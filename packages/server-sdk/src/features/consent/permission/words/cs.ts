import type { PermissionWords } from './words.ts'

export const cs: PermissionWords = {
  subject: '{team}: potvrďte svou adresu',
  asked: 'Někdo, pravděpodobně vy, požádal, aby vám {team} na vaši adresu posílal: {what}.',
  press: 'Pokud souhlasíte, otevřete tuto stránku a stiskněte tlačítko:',
  ignore:
    'Pokud jste to nebyli vy, nedělejte nic. Žádné takové zprávy nedostanete a žádost bude po {hours} hodinách smazána.',
  news: 'novinky a nabídky e-mailem',
  confirmHeading: 'Chcete tyto zprávy dostávat?',
  confirmButton: 'Ano, posílejte je',
  withdrawable: 'Můžete to kdykoli ukončit: v každé takové zprávě je k tomu odkaz.',
  confirmed: 'Děkujeme, je potvrzeno',
  confirmedText: '{team} vám bude posílat: {what}.',
  confirmedBefore: 'Bylo to už potvrzeno',
  expired: 'Platnost odkazu vypršela',
  expiredText: 'Platil omezenou dobu a nic se neuchovalo. Požádejte znovu tam, kde jste našli formulář.',
  unknown: 'Odkaz není úplný',
  unknownText: 'Možná se část ztratila. Zkopírujte ze zprávy celou adresu nebo požádejte o novou zprávu.',
  unsubscribe: 'Odhlásit odběr',
  unsubscribeText: '{team} vám už nebude posílat: {what}.',
  unsubscribed: 'Odběr je odhlášen',
  unsubscribedText: '{team} vám už neposílá: {what}.',
  subscribeAgain: 'Přihlásit znovu',
}
