/**
 * The most frequent function words of each language, written without diacritics. Words that several of the languages
 * share count for each of them; what decides is the whole text.
 */
export const functionWords = {
  en: 'the of and to in a is that it for was on are as with be at by this have from or you your we our what when where how which can do does will not if i an my me am any there who why would could should these those its their they he she his her has had been were but no than then some all only about into out up down need get much many long did may must',
  de: 'der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem uber so zum wir ihr ich was wann kann oder',
  fr: 'de la le et les des en un une du est que pour qui dans par pas au sur ne se plus ce il sont avec sa ou son aux nous vous je mais cette etre quel quelle quand comment',
  es: 'de la que el en y a los se del las por un para con no una su al lo como mas pero sus le ya o este si porque esta entre cuando muy sin sobre es son cual donde cuanto',
  it: 'di e il la che in un a per del non della una con i da sono le si al nel gli dei come piu anche alla ma delle lo ha questo o quando dove quanto e',
  pt: 'de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele das seu sua ou quando muito nos ja esta voce qual onde quanto sao',
  nl: 'de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit door naar worden wordt hun deze over wat wanneer hoe kan of wij u je',
  sv: 'och i att det som en pa ar av for med till den har de inte om ett han men var jag fran vi sa kan nar eller hur vad ni skall under',
  da: 'og i at det er en til af pa som med for ikke den de der et har om men var jeg fra vi sa kan nar eller hvor hvad hvornar skal blev',
  no: 'og i det er en til av pa som med for ikke den de et har om men var jeg fra vi sa kan nar eller hvor hva ble etter skal bare',
  fi: 'ja on ei se etta joka han oli mutta ovat niin kuin myos tai jos kun voi mita sen olen vain missa milloin ole ovat tama',
  ro: 'de si in a la cu pe din o un este nu care sa se pentru ca mai au fost sunt prin dar sau cand unde cum ce',
  hu: 'a az es hogy nem is egy ez meg de van csak ha mar volt azt vagy mint kell lesz mikor hol mennyi vannak minden',
  tr: 've bir bu da de icin ile mi ne cok gibi daha olarak olan var ama kadar sonra en nasil nerede degil veya ben',
  pl: 'w i na z do sie nie to jest o ze jak od po za co przez dla ale czy tym sa lub gdzie kiedy ile jego oraz',
  cs: 'a se v na je to z ze s do o i jako za by pro od po ale ktery jsou nebo kde kdy kolik jak pri podle',
} as const satisfies Record<string, string>

export type LatinLanguage = keyof typeof functionWords
