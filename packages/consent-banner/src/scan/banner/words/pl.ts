import { phrases } from './phrases.ts'

export const pl = {
  accept: phrases(`
    akceptuj | akceptuje | akceptuj wszystkie | akceptuj wszystko | zaakceptuj | zaakceptuj wszystkie |
    zaakceptuj wszystko | zgadzam sie | zgoda | zezwol | zezwol na wszystkie | zezwalaj na wszystkie |
    wyrazam zgode | rozumiem | przejdz do serwisu | tak | akceptuje wszystkie
  `),
  reject: phrases(`
    odrzuc | odrzuc wszystkie | odrzuc wszystko | odmow | odmawiam | nie zgadzam sie | nie wyrazam zgody |
    nie akceptuje | nie | nie dziekuje | tylko niezbedne | tylko niezbedne pliki cookie | tylko konieczne |
    tylko wymagane | akceptuj tylko niezbedne | zaakceptuj tylko niezbedne | kontynuuj bez akceptacji |
    kontynuuj bez zgody
  `),
  settings: phrases(`
    ustawienia | ustawienia plikow cookie | ustawienia cookies | ustawienia zaawansowane | dostosuj |
    dostosuj zgody | preferencje | zarzadzaj | zarzadzaj cookies | zarzadzaj opcjami | wiecej opcji | opcje |
    pokaz szczegoly | szczegoly | konfiguruj | wybierz | zmien ustawienia
  `),
  save: phrases(`
    zapisz | zapisz wybor | zapisz ustawienia | zapisz preferencje | potwierdz | potwierdz wybor |
    potwierdz moje wybory | zezwol na wybor | zezwol na wybrane | akceptuj wybrane | zaakceptuj wybrane |
    zapisz i zamknij | zastosuj
  `),
  withdraw: phrases(`
    wycofaj zgode | cofnij zgode | zmien zgode | ustawienia cookies | ustawienia cookie | ustawienia plikow cookie |
    ustawienia plikow cookies | zarzadzaj cookies | zarzadzaj plikami cookie | zarzadzaj zgodami | zarzadzaj zgoda |
    preferencje cookies | ustawienia prywatnosci | zarzadzanie zgodami
  `),
  about: phrases('cookie | cookies | ciasteczka | zgoda | zgody | prywatnosc | prywatnosci | dane osobowe'),
  necessary: phrases('niezbedne | niezbedny | konieczne | wymagane | scisle niezbedne | zawsze aktywne | podstawowe'),
}
