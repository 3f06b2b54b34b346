/** What somebody is told whose erasure a legal hold stops, beside the ground: by language. */
const later: Readonly<Record<string, string>> = {
  ar: 'لا حاجة إلى الطلب مجددًا: عندما يزول السبب تُمحى البيانات من تلقاء نفسها.',
  bg: 'Не е необходимо да искате отново: когато причината отпадне, данните се изтриват автоматично.',
  cs: 'Nemusíte žádat znovu: až důvod pomine, budou údaje vymazány samy.',
  da: 'Du behøver ikke at bede om det igen: når grunden bortfalder, slettes oplysningerne af sig selv.',
  de: 'Sie müssen nicht noch einmal fragen: Wenn der Grund wegfällt, werden die Daten von selbst gelöscht.',
  el: 'Δεν χρειάζεται να το ζητήσετε ξανά: όταν εκλείψει ο λόγος, τα δεδομένα διαγράφονται αυτόματα.',
  en: 'You need not ask again: when the reason ends, the data is erased by itself.',
  es: 'No tiene que volver a pedirlo: cuando el motivo desaparezca, los datos se suprimirán por sí solos.',
  et: 'Te ei pea uuesti taotlema: kui põhjus ära langeb, kustutatakse andmed automaatselt.',
  fi: 'Sinun ei tarvitse pyytää uudelleen: kun syy poistuu, tiedot poistetaan itsestään.',
  fr: 'Vous n’avez pas à le redemander : quand le motif aura disparu, les données seront effacées d’elles-mêmes.',
  ga: 'Ní gá duit iarraidh arís: nuair a thagann deireadh leis an gcúis, scriostar na sonraí uathu féin.',
  he: 'אין צורך לבקש שוב: כשהסיבה תיעלם, הנתונים יימחקו מעצמם.',
  hr: 'Ne morate ponovno tražiti: kada razlog prestane, podaci se brišu sami.',
  hu: 'Nem kell újra kérnie: amikor az ok megszűnik, az adatok maguktól törlődnek.',
  is: 'Þú þarft ekki að biðja aftur: þegar ástæðan fellur brott eyðast gögnin af sjálfu sér.',
  it: 'Non deve chiederlo di nuovo: quando il motivo verrà meno, i dati saranno cancellati automaticamente.',
  ja: 'もう一度請求する必要はありません。理由がなくなれば、データは自動的に消去されます。',
  lt: 'Prašyti dar kartą nereikia: kai priežastis išnyks, duomenys bus ištrinti savaime.',
  lv: 'Jums nav jālūdz vēlreiz: kad iemesls beigsies, dati tiks dzēsti paši.',
  mt: 'M’għandekx għalfejn terġa’ titlob: meta tintemm ir-raġuni, id-data titħassar waħedha.',
  nb: 'Du trenger ikke be om det igjen: når grunnen faller bort, slettes dataene av seg selv.',
  nl: 'U hoeft het niet opnieuw te vragen: als de reden vervalt, worden de gegevens vanzelf gewist.',
  pl: 'Nie trzeba prosić ponownie: gdy powód ustanie, dane zostaną usunięte same.',
  pt: 'Não precisa de pedir de novo: quando o motivo terminar, os dados são apagados automaticamente.',
  ro: 'Nu trebuie să cereți din nou: când motivul încetează, datele se șterg de la sine.',
  sk: 'Nemusíte žiadať znova: keď dôvod pominie, údaje sa vymažú samy.',
  sl: 'Ni vam treba prositi znova: ko razlog preneha, se podatki izbrišejo sami.',
  sv: 'Du behöver inte be igen: när skälet upphör raderas uppgifterna av sig själva.',
  tr: 'Yeniden istemeniz gerekmez: neden ortadan kalkınca veriler kendiliğinden silinir.',
  uk: 'Вам не треба просити знову: коли причина відпаде, дані зітруться самі.',
  zh: '您无需再次请求：原因消失后，数据会自动删除。',
}

/** That the erasure goes on by itself, in the language of a request; English where there is none. */
export const heldLater = (language: string): string =>
  later[language.split('-')[0]?.toLowerCase() ?? ''] ?? (later.en as string)
