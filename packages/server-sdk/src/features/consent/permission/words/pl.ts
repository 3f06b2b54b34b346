import type { PermissionWords } from './words.ts'

export const pl: PermissionWords = {
  subject: '{team}: potwierdź swój adres',
  asked: 'Ktoś, zapewne Ty, poprosił, aby {team} wysyłał na Twój adres: {what}.',
  press: 'Jeśli się zgadzasz, otwórz tę stronę i naciśnij przycisk:',
  ignore:
    'Jeśli to nie Ty, nic nie rób. Nie otrzymasz takich wiadomości, a prośba zostanie usunięta po {hours} godzinach.',
  news: 'nowości i oferty e-mailem',
  confirmHeading: 'Czy chcesz otrzymywać te wiadomości?',
  confirmButton: 'Tak, proszę wysyłać',
  withdrawable: 'Możesz to zakończyć w każdej chwili: w każdej takiej wiadomości jest do tego link.',
  confirmed: 'Dziękujemy, potwierdzono',
  confirmedText: '{team} będzie Ci wysyłać: {what}.',
  confirmedBefore: 'Było już potwierdzone',
  expired: 'Ten link wygasł',
  expiredText: 'Był ważny przez ograniczony czas i nic nie zachowano. Poproś ponownie tam, gdzie był formularz.',
  unknown: 'Ten link jest niepełny',
  unknownText: 'Być może część zaginęła. Skopiuj cały adres z wiadomości lub poproś o nową.',
  unsubscribe: 'Wypisz się',
  unsubscribeText: '{team} nie będzie Ci już wysyłać: {what}.',
  unsubscribed: 'Wypisano Cię',
  unsubscribedText: '{team} już Ci nie wysyła: {what}.',
  subscribeAgain: 'Zapisz się ponownie',
}
