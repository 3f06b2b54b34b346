import { listed, type Way } from './way.ts'

export const german: Way = {
  clear: listed(`
    diabet*, zuckerkrank*, brustkrebs*, darmkrebs*, lungenkrebs*, hautkrebs*, prostatakrebs*, krebserkrank*, krebskrank*, krebsdiagnose*, leukamie*, tumor*, metastasen, asthma*, copd,
    epilep*, migrane*, angststorung*, panikattack*, hohenangst*, platzangst*, flugangst*, bipolar*, schizophren*, psychos*, psychisch krank, ptbs, adhs, autis*, demen*, alzheimer*,
    parkinson*, multiple sklerose, hiv*, aids, hepatitis*, tuberkulose, corona, covid, long covid, chlamydien, syphilis, tripper, arthritis, rheuma*, arthrose*, osteoporose*,
    fibromyalgie, morbus*, reizdarm*, zoliakie*, magengeschwur*, magen-darm*, gastritis, nierenversagen, nierenstein*, gallenstein*, dialyse*, leberzirrhose*, herzinfarkt*, herzfehler*,
    herzschwache, herzinsuffizienz*, herzrhythmus*, vorhofflimmern*, bluthochdruck*, schlaganfall*, herzschrittmacher*, anamie, blutarmut, thrombose*, embolie*, schuppenflechte*, neurodermitis*,
    endometriose*, fehlgeburt*, totgeburt*, abtreibung*, schwangerschaftsabbruch*, unfruchtbar*, kunstliche befruchtung, wechseljahre*, inkontinen*, bandscheibenvorfall*, hexenschuss*, ruckenschmerzen*, skoliose*, gehirnerschutterung*,
    essstorung*, magersucht*, magersuchtig*, bulimi*, alkoholkrank*, alkoholsucht*, alkoholiker*, drogensucht*, drogenabhangig*, suchtkrank*, entzug, entzugsklinik*, schlafstorung*, schlafapnoe*, tinnitus*, horsturz*, gruner star, grunen star, grauer star, grauen star, glaukom*,
    behindert*, behinderung*, schwerbehinder*, nussallergie*, erdnussallergie*, lebensmittelallergie*, pollenallergie*, hausstauballergie*, wespenallergie*, heuschnupfen*, schilddruse*, schilddrusen*, hashimoto*, mukoviszidose*, transplantat*, organtransplant*, chemotherapie*, chemo,
    strahlentherapie*, bestrahlung*, antidepressiv*, antibiotik*, blutverdunner*, blutdruckmittel*, blutdrucktablette*, blutdrucksenk*, schlaftablette*, schmerzmittel*, schmerztablette*, beruhigungsmittel*, neuroleptik*, asthmaspray*,
    lungenentzundung*, blasenentzundung*, mandelentzundung*, mittelohrentzundung*, bronchitis, gurtelrose*, windpocken, masern, mumps, roteln, keuchhusten, scharlach, lauskopf*, pfeiffersches*, borreliose*, ausschlag*, nesselsucht*, durchfall*, erbrechen, ubelkeit*, kreislaufkollaps*, ohnmacht*, herzrasen, atemnot*, blutungen,
    schwanger*, wehen, kaiserschnitt*, burnout, burn-out, borderline*, posttraumatisch*, traumatisier*, suizid*, selbstmord*, selbstverletz*, depressiv*, gerinnungsstorung*, blutgerinnung*, spritzenphobie*, klaustrophobie*, lahmung*, gelahmt*, querschnitt*, amputier*, beinprothese*, armprothese*, prothese*, rollstuhl*, rollator*, kruck*, horgerat*, schwerhorig*, gehorlos*, sehbehinder*, kurzsichtig*,
    pflegegrad*, pflegebedurftig*, pflegestufe*, gdb, schwerbehindertenausweis*, laktoseintoleran*, fruktoseintoleran*, glutenunvertraglich*, histaminintoleran*, krankgeschrieben, krankschreibung*, reha, intensivstation*, notaufnahme*, psychiatrie*, mutterschutz, oberschenkelhals*, knochenbruch*, huftgelenk*, hüft-op, knie-op, kniegelenk*, bluter, bluterkrankheit*, lese-rechtschreib*, legastheni*, ads, adhs, herzklappe*, herz-op, stent, stents, katheter*, insulinpumpe*, blasenschwäche, gebärmutter*, brustamputation*, frühgeburt*, frühgeburt*, stillen, wochenbett*, gallenkolik*, nierenkolik*, netzhaut*, makuladegeneration*, borrelien, impfreaktion*, herzstillstand*, penicillinallergie*, paraplegi*, tetraplegi*, krupp, bronchiolit*, salmonell*, norovirus*, psychotherap*, kreuzbandriss*, banderriss*, bankerriss*, leistenbruch*, beinbruch*, armbruch*, knochenbruch*, meniskus*, hufte operiert`),
  person:
    /\b(?:ich|mir|mich|mein(?:e|er|em|en|es)?|wir (?:haben|hatten|sind|beide|alle)|(?:er|sie) (?:hat|ist|hatte|war|wurde|leidet|liegt|bekommt|nimmt|braucht|muss)|ihm|unser(?:e|er|em|en)? (?:sohn|tochter|kind|kleiner?|kleine[rn]?|baby|mutter|vater|oma|opa|junge|großer?|grosser?)|hab)\b/giu,
  personLeftOut:
    /^\W*(?:(?:hallo|hi|moin|sorry|leider|ja|und|aber|also|gerade|noch|aktuell|derzeit)\W+){0,3}(?:bin|hab|habe|hatte|leide|nehme|muss|bekomme|wurde|wegen|aufgrund|nach|seit|diagnostiziert|komme (?:gerade )?aus|liege|war)\b/iu,
  elsewhere:
    /\b(?:verkauf\p{L}*|kauf(?:e|en|te|ten)|bestell\p{L}*|such(?:e|en|t|te)|les(?:e|en)|gelesen|las|schreib\p{L}*|geschrieben|interess\p{L}*|frage\p{L}*|wissen|erfahren|informi\p{L}*|spend\p{L}*|arbeit\p{L}*|forsch\p{L}*|studier\p{L}*|behandl\p{L}* (?:von|bei)|menschen mit|personen mit|leute mit|patienten mit|kunden mit|jemand\p{L}* mit|artikel|buch|bücher|seite|thema|shop|laden|verein|firma|projekt|hund\p{L}*|katze\p{L}*|kater|pferd\p{L}*|kaninchen|hamster|vogel|haustier\p{L}*|konto|stuhl|tisch|sofa|rad|fahrrad|auto|handy|laptop|computer|rechner|drucker|server|app|kein\p{L}*|nicht|nie|niemals|ohne|weder|liefern|lieferung|gegen das|bier)\b/iu,
  supposed: /\b(?:falls|ob|wenn|sofern)\s*$/iu,
  fields:
    /(?:^|[,|{(])\W{0,8}(?:(?:bekannte|chronische|aktuelle|regelmäßige|bestehende|ihre) ){0,2}(?:diagnosen?|allergien?|(?:dauer)?medikamente|medikation|vorerkrankungen|erkrankungen|krankheiten|krankengeschichte|unverträglichkeiten|symptome|beschwerden|behinderung(?:en)?|blutgruppe|verletzungen|anamnese|pflegegrad|gdb|grad der behinderung|errechneter (?:geburts)?termin)(?: \([^)]*\))?["'*_]{0,3} ?[:=|](?![\s"'*_]*(?:no(?:ne|t|thing|pe|n)?|nil|n\/?a|unknown|keine?|nein|nichts|unbekannt|k\.?a\.?|aucune?s?|rien|neant|ras|ningun[oa]s?|nada|-+|\/)(?!\p{L})|[-–/]?\s*$)/iu,
  fieldWords:
    'diagnose allergie medikament dauermedikament medikation vorerkrankung erkrankung krankheit krankengeschichte unvertraglich symptom beschwerden behinderung blutgruppe verletzung anamnese pflegegrad gdb grad errechnet geburtstermin termin',
  told: [
    [
      'gebrochen verstaucht gerissen verletzt ausgekugelt geprellt verrenkt',
      /\b(?:mir|mich|sich|hab|habe)\b[^.]{0,50}\b(?:bein|arm|hand|fuß|knie|rippen?|schulter|hüfte|finger|zeh|nase|handgelenk|knöchel|kreuzband|bänder|schlüsselbein|becken|ellbogen|daumen|kiefer)\b[^.]{0,15}(?:gebrochen|verstaucht|gerissen|verletzt|ausgekugelt|geprellt|verrenkt)/iu,
    ],
    [
      'operiert operation op',
      /\b(?:ich|mein\p{L}*|mir|er|sie|bin|wurde|werde)\b[^.]{0,40}(?:\ba[mn] (?:der |den |dem )?\p{L}+ (?:\p{L}+ )?operiert|operiert (?:worden|wurde|werde|werden)|\bop am (?!\d)\p{L}+)|\b(?:meiner|seiner|ihrer|nach der|eine) (?:\p{L}+[- ])?(?:op|operation)\b[^.]{0,40}\b(?:knie|hüfte|herz|rücken|schulter|auge|schonen|klinik|krankenhaus)/iu,
    ],
    [
      'krankgeschrieben krank',
      /\b(?:bin|ist|war|sind|wurde|bleibe)\b[^.]{0,50}krank ?geschrieben|\b(?:bin|ist|sind|war) (?:\p{L}+ ){0,2}(?:schwer|chronisch|psychisch|todkrank|unheilbar|ernsthaft) ?(?:krank|erkrankt)?\b(?:krank|erkrankt)/iu,
    ],
    [
      'positiv',
      /\b(?:positiv (?:auf \p{L}+ )?getestet|(?:corona|covid|hiv|schwangerschafts)-?(?:schnell)?test (?:ist|war|fiel)?[^.]{0,15}positiv|hiv-?positiv)|\bpositiv auf (?:corona|covid|hiv|hepatitis|syphilis|chlamydien|grippe)\b/iu,
    ],
    [
      'rollstuhl krücken rollator prothese hörgerät',
      /\b(?:ich|er|sie|mein\p{L}* \p{L}+|sitze|sitzt|gehe|geht|laufe|läuft|brauche|trage|benutze|nutze)\b[^.?]{0,30}\b(?:im rollstuhl|(?:mit|an|auf) (?:dem |den |einem )?(?:krücken|rollator|rollstuhl|gehhilfe\p{L}*)|(?:einen|meinen|den) (?:rollstuhl|rollator)|hörgerät\p{L}*|(?:bein|arm)?prothese)\b(?! \p{L}* (?:kaufen|verkaufen|liefern))/iu,
    ],
    [
      'arzt ärztin hausarzt hausärztin arzte ärzte therapeut therapeutin psychiater psychiaterin psychologe psychologin onkologe kardiologe neurologe frauenarzt frauenärztin orthopäde hautarzt hebamme',
      /\b(?:mein|meine|die|der|unser|unsere) (?:\p{L}*arzt|\p{L}*ärztin|ärzte|therapeutin?|psychiaterin?|psychologe|psychologin|onkolog(?:e|in)|kardiolog(?:e|in)|neurolog(?:e|in)|orthopäd(?:e|in)|hebamme) (?:\p{L}+ ){0,2}?(?:sagt|sagte|meint|meinte|hat|verschrieb|verschreibt|rät|riet|vermutet|fand|empfiehlt|verbietet|verordnete?|schickt)\b|\b(?:beim|zum|zur) (?:psychiater\p{L}*|onkolog\p{L}*|neurolog\p{L}*|kardiolog\p{L}*|psycholog\p{L}*|therapeut\p{L}*)\b/iu,
    ],
    ['verschrieben verordnet', /\b(?:mir|ihm|ihr|wurde|bekam|bekomme|habe)\b[^.]{0,50}(?:verschrieben|verordnet)\b/iu],
    [
      'diagnose diagnostiziert festgestellt',
      /\b(?:bei (?:mir|ihm|ihr|mein\p{L}* \p{L}+|unser\p{L}* \p{L}+|uns)\b[^.]{0,60}(?:diagnostiziert|festgestellt|entdeckt|gefunden)|(?:meine|seine|ihre|die) (?:\p{L}+)?diagnose\b(?! (?:des|der|von|im|app|tool))|(?:habe|hab|bekam|bekommen)\b[^.]{0,20} diagnose)\b/iu,
    ],
    [
      'fieber husten kotze übergeben gekotzt schwindlig schwindelig kotzen',
      /\b(?:hab|habe|hatte|hat|haben)\b[^.]{0,30}\b(?:fieber|husten|schüttelfrost)\b|\b(?:mir ist|mir wird|mir war|muss mich|musste mich|habe mich)\b[^.]{0,30}\b(?:übel|schlecht geworden|schwindlig|schwindelig|übergeben|erbrochen)\b|\b(?:ich|hab|habe|muss) (?:\p{L}+ ){0,4}(?:kotze|gekotzt|kotzen)\b(?! (?:über|wegen) (?:euch|den preis))/iu,
    ],
    [
      'vertrage verträgt unverträglich',
      /\b(?:ich|er|sie|mein\p{L}* \p{L}+|vertrage|verträgt) ?(?:vertrage|verträgt|bin|ist|ich)? (?:\p{L}+ )?(?:kein(?:e|en)? (?:laktose|gluten|milch\p{L}*|weizen|nüsse|fruktose|histamin|eier|soja|penicillin|aspirin|ibuprofen|jod)|(?:laktose|gluten|histamin|fruktose)-?unverträglich)\b/iu,
      'not',
    ],
    [
      'psychisch seelisch ritze umbringen leben sterben selbstmord',
      /\b(?:psychisch|seelisch)\b[^.]{0,30}\b(?:schlecht|krank|belastet|am ende|instabil|labil|fertig|angeschlagen)\b|\b(?:ritze|verletze) (?:ich )?mich\b|\bich ritze\b|\b(?:mich|mir) (?:umbringen|das leben nehmen)\b|\bwill nicht mehr leben\b/iu,
      'not',
    ],
    [
      'krankenhaus klinik intensivstation notaufnahme psychiatrie reha',
      /\b(?:ich|er|sie|mein\p{L}*|unser\p{L}*|mann|frau|liege|liegt|bin|war|ist|komme|kam|musste|muss)\b(?![^.]{0,40}\b(?:arbeite\p{L}*|stühle|bestell\p{L}*|beliefer\p{L}*|projekt))[^.?]{0,40}\b(?:(?:im|ins|aus dem|vom) krankenhaus|(?:auf der|auf die|von der) intensivstation|(?:in der|in die|aus der) (?:psychiatrie|notaufnahme|reha\p{L}*|tagesklinik|entzugsklinik|klinik)|(?:in|auf|zur) (?:der )?reha)\b/iu,
    ],
    [
      'ssw monat woche zwillinge schwanger kind',
      /\b(?:im|in der|im \p{L}+|ende|anfang) ?(?:\d{1,2}\.?|\p{L}+) ?(?:monat|woche|ssw) schwanger|\b\d{1,2}\.? ssw\b|\b(?:bin|frau ist|sie ist|freundin ist|tochter ist) (?:jetzt |schon |gerade |bereits )?im (?:ersten|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten|\d\.?) monat\b|\b(?:erwarte|erwarten|erwartet|bekomme|bekommen) (?:ein (?:kind|baby)|zwillinge|unser \p{L}+ kind|nachwuchs)\b/iu,
    ],
    [
      'therapie behandlung reha kur',
      /\b(?:ich|er|sie|mache|macht|bin|ist)\b[^.]{0,25}\b(?:eine |in |zur )?(?:therapie|behandlung|kur)\b[^.]{0,15}\b(?:wegen|gegen|aufgrund|bei einem|beim)\b/iu,
    ],
    [
      'mg µg',
      /\b(?:ich|mein\p{L}*|nehme|nimmt|täglich|morgens|abends|tablette\p{L}*|dosis)\b[^.]{0,60}\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b|\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b[^.]{0,30}\b(?:täglich|morgens|abends|am tag|pro tag|nachts)\b/iu,
    ],
    [
      'allergisch',
      /\b(?:bin|ist|sind|hochgradig|stark) (?:\p{L}+ )?allergisch (?:gegen|auf) (?!(?:dumme|solche|montage|werbung|euch|eure|unfreundlich\p{L}*)\b)\p{L}+/iu,
    ],
    [
      'entfernt amputiert abgenommen transplantiert',
      /\b(?:mir|ihm|ihr|mein\p{L}* \p{L}+) (?:wurden?|hat man|haben sie)\b[^.]{0,30}\b(?:entfernt|amputiert|abgenommen|transplantiert)\b/iu,
    ],
    [
      'regel regelschmerzen periode unterleibsschmerzen bauchschmerzen brustschmerzen',
      /\b(?:habe|hab|hat|wegen|starke)\b[^.]{0,20}\b(?:regel|unterleibs|perioden|bauch|brust)schmerzen\b/iu,
    ],
    ['gdb behinderungsgrad', /\b(?:einen |ein |mit |meinen )?gdb (?:von |ist |beträgt )?\d/iu],
    [
      'trocken trockener trockene sucht entzug',
      /\b(?:trockene[rn]?) alkoholiker|\b(?:seit|bin) [^.]{0,20}\btrocken\b[^.]{0,20}\b(?:alkohol|sucht)|\b(?:mache|mitten im|nach dem|im) (?:alkohol|drogen)?entzug\b/iu,
    ],
    [
      'blutdruck blutzucker cholesterin',
      /\b(?:mein|sein|ihr) (?:blutdruck|blutzucker|cholesterin\p{L}*|langzeitzucker|puls) (?:ist|war|liegt|lag|spinnt)\b/iu,
    ],
    [
      'tabletten medikamente spritzen',
      /\b(?:ich|er|sie|muss|nehme|nimmt)\b[^.]{0,30}\b(?:nehme|nimmt|muss|brauche|braucht|spritze|bekomme)\b[^.]{0,30}\b(?:tabletten|medikamente|spritzen|herzmittel|psychopharmaka)\b/iu,
    ],
  ],
}
