import { listed, type Way } from './way.ts'

export const french: Way = {
  clear: listed(`
    diabet*, cancer du sein, cancer du poumon, cancer du colon, cancer de la prostate, cancer de la peau, cancer du foie, leucemie*, tumeur*, metastas*, asthm*, bpco, epilep*, migraine*, crise d'angoisse, crises d'angoisse, crise de panique, crises de panique,
    troubles anxieux, trouble anxieux, bipolair*, schizophren*, psychos*, tdah, autis*, demence, alzheimer*, parkinson*, sclerose en plaques, vih, sida, seropositi*, hepatite*, tuberculose, covid, herpes,
    chlamydia, syphilis, arthrite*, polyarthrite*, arthrose*, osteoporose*, fibromyalgi*, maladie de crohn, crohn, coeliaque, cœliaque, gastrite*, gastro, gastro-enterite, insuffisance renale, insuffisance cardiaque, dialys*, cirrhose, crise cardiaque,
    infarctus, hypertension, hypertendu*, avc, pacemaker, stimulateur cardiaque, anemie, anemique, thrombose, phlebite, embolie, psoriasis, eczema, endometriose, fausse couche, fausse-couche, avortement, ivg, infertil*, fiv, pma, menopaus*, incontinen*,
    hernie discale, hernie, sciatique, lombalgie, mal de dos, scoliose, commotion*, trouble alimentaire, troubles alimentaires, anorexi*, boulimi*, alcoolique, alcoolisme, toxicoman*, insomni*, apnee du sommeil, acouphene*, glaucome,
    handicapee, thyroid*, hypothyroid*, mucoviscidose, chimio, chimiotherapie, radiotherapie, antidepress*, antibiotique*, anticoagulant*, anxiolytique*, somnifere*, neuroleptique*,
    infection urinaire, cystite, otite, bronchite, pneumonie, angine, zona, varicelle, rougeole, oreillons, coqueluche, scarlatine, grippe, mononucleose, maladie de lyme, maladie de basedow, maladie de charcot, entorse*, fracture*, dechirure*, luxation*, tendinit*, fiv, fibrome*, phobi*, bronchiolit*, paraplegi*, tetraplegi*, mucovisc*, urticaire, diarrhee*, vomis, vomit, vomir, vomissement*, nausee*, palpitations, essoufflement*, eruption cutanee,
    enceinte, grossesse, cesarienne, burn-out, burnout, depressif, depressive, depression nerveuse, suicid*, automutil*, scarifi*, paralys*, amput*, prothese de, malentendant*, malvoyant*, sourd, sourde, fauteuil roulant, bequille*, arret maladie, als, lupus, endometrite, goutte, sarcoidose`),
  person:
    /(?:\bj['’]|\bm['’]|\b(?:je|moi|mon|ma|mes|on m['’]a|il (?:a|est|souffre|prend|fait)|elle (?:a|est|souffre|prend|fait)|son|sa|ses|lui|notre (?:fils|fille|bebe|enfant|mere|pere)|nous (?:avons|sommes))\b)/giu,
  personLeftOut:
    /^\W*(?:(?:bonjour|salut|desolee?|pardon|oui|et|mais|actuellement)\W+){0,3}(?:suis|ai|atteinte?|souffre|souffrant|enceinte|diagnostiquee?|sous|hospitalisee?|operee?|en arret|testee?|malade)\b/iu,
  elsewhere:
    /\b(?:vend\p{L}*|achet\p{L}*|command\p{L}*|cherch\p{L}*|lire|lu|lis|ecri\p{L}*|interess\p{L}*|question\p{L}*|savoir|renseign\p{L}*|demand\p{L}*|dons?|donn(?:er|e) (?:a|pour)|recherche|travaill\p{L}*|etudi\p{L}*|personnes? (?:avec|atteintes?)|gens (?:avec|atteints)|patients?|clients?|article|livre|page|theme|boutique|magasin|association|entreprise|projet|compte|chien\p{L}*|chat|chats|chatte|cheval|lapin|hamster|oiseau|animal|chaise|table|canape|velo|voiture|telephone|ordinateur|imprimante|serveur|site|pas|jamais|aucune?|sans|ni|convien\p{L}*)\b/iu,
  supposed: /\b(?:si|s'|au cas ou|quand)\s*$/iu,
  fields:
    /(?:^|[,|{(])\W{0,8}(?:(?:vos|votre|mes) )?(?:diagnostics?|allergies?(?: connues| alimentaires)?|medicaments?(?: pris)?|traitements?(?: en cours| medical| actuels?)?|antecedents(?: medicaux| familiaux)?|maladies?(?: chroniques?)?|pathologies?|symptomes?|handicaps?|groupe sanguin|blessures?|motif (?:de (?:la )?)?consultation|terme prevu|intolerances?)(?: \([^)]*\))?["'*_]{0,3} ?[:=|](?![\s"'*_]*(?:no(?:ne|t|thing|pe|n)?|nil|n\/?a|unknown|keine?|nein|nichts|unbekannt|k\.?a\.?|aucune?s?|rien|neant|ras|ningun[oa]s?|nada|-+|\/)(?!\p{L})|[-–/]?\s*$)/iu,
  fieldWords:
    'diagnostic allergie medicament traitement antecedents maladie pathologie symptome handicap groupe blessure motif terme intolerance',
  told: [
    [
      'cassé cassée fracturé fracturée foulé foulée blessé blessée déchiré luxé tordu casse',
      /(?:me suis|s['’]est|m['’]etais) (?:\p{L}+ )?(?:cassee?|fracturee?|foulee?|blessee?|dechiree?|luxee?|tordue?) (?:la|le|les|un|une|a la|au|l['’])/iu,
    ],
    [
      'opéré opérée operer opération',
      /\boperee? (?:\p{L}+ )?(?:du|de la|de l['’]|des|d['’]un\p{L}*|en urgence|pour) ?\p{L}+|(?:j['’]ai ete|il a ete|elle a ete|etre|va etre|vais etre|ete) (?:\p{L}+ )?operee?\b|\b(?:apres|depuis|pour) (?:mon|son|ma|sa) (?:\p{L}+ )?operation (?:du|de la|des|au|a la|chirurgicale)/iu,
    ],
    [
      'arrêt',
      /\b(?:suis|est|etais|mis|mise) (?:\p{L}+ )?en arret (?:maladie|de travail)|\ben arret (?:maladie|pour)/iu,
    ],
    [
      'positif positive',
      /\b(?:testee? positi(?:f|ve)|positi(?:f|ve) (?:au|a la|a l['’]) (?:covid|vih|hepatite|test de grossesse|grippe)|mon test (?:\p{L}+ ){0,2}(?:est|etait) positif)\b/iu,
    ],
    [
      'médecin docteur psychiatre psychologue psy cardiologue neurologue oncologue gynécologue généraliste dermatologue sage-femme chirurgien',
      /\b(?:(?:mon|ma|le|la|son|sa) (?:medecin|docteur|psychiatre|psychologue|psy|cardiologue|neurologue|oncologue|gyneco(?:logue)?|generaliste|dermato(?:logue)?|sage-femme|chirurgien) (?:m['’]a|m['’]|me |lui |a |dit|pense|veut|conseille|recommande|soupconne|interdit)|suivie? (?:par|en|pour) (?:un|une|mon|ma|psy\p{L}*|le|la)? ?(?:psychiatr\p{L}*|psycho\p{L}*|psy|cardio\p{L}*|neuro\p{L}*|onco\p{L}*|addicto\p{L}*|depression))/iu,
    ],
    [
      'prescrit prescrite ordonnance',
      /\b(?:m['’]a|lui a|on m['’]a|ont) (?:\p{L}+ )?prescrit|\bmon ordonnance (?:de|pour)/iu,
    ],
    [
      'diagnostiqué diagnostiquée diagnostic trouvé découvert',
      /\b(?:m['’]a|m['’]ont|lui a|ete|a) (?:\p{L}+ )?(?:diagnostiquee?|diagnostique)\b|\b(?:mon|son|le) diagnostic (?:est|de|:)|\bon (?:m['’]|lui )a (?:trouve|decouvert|detecte) (?:une?|des|du|de la) \p{L}+/iu,
    ],
    [
      'fièvre tousse toux boutons vomi vomis nausées vertiges saigne évanoui évanouie gorge',
      /\b(?:j['’]ai|il a|elle a|avec|avons|ai|avait|mon \p{L}+ a|ma \p{L}+ a) (?:\p{L}+ ){0,3}?(?:fievre|toux|boutons (?:partout|sur|plein)|vertiges|nausees|mal a la (?:gorge|poitrine))\b|\b(?:je|il|elle) (?:tousse|vomis|vomit|saigne)\b|\b(?:me suis|s['’]est) evanouie?\b|\b(?:ai|a) (?:\p{L}+ )?vomi\b/iu,
    ],
    [
      'hospitalisé hospitalisée hôpital urgences réanimation réa clinique',
      /\b(?:suis|est|etais|ete|etait) (?:\p{L}+ )?hospitalisee?\b|\b(?:je suis|j['’]etais|il est|elle est|etait|sorti\p{L}*|admis\p{L}*|sors|rentre) (?:\p{L}+ )?(?:a l['’]|de l['’])hopital\b|\b(?:aux urgences|en reanimation|en soins intensifs|en hopital psychiatrique|en cure)\b/iu,
    ],
    [
      'mois semaines bébé attends attendons jumeaux',
      /\b(?:j['’]attends|attendons|elle attend|attend) (?:un|notre|mon|des) (?:bebe|enfant|jumeaux|heureux)|\b(?:perdu|perdre) (?:le|notre|mon) bebe\b/iu,
    ],
    [
      'sous',
      /\b(?:je suis|il est|elle est|mise? ) ?sous (?:traitement(?! de)|prozac|antidepresseurs?|insuline|oxygene|cortisone|chimio\p{L}*|methadone|anticoagulants?|morphine|dialyse|lithium|[a-z]{5,}(?:ine|ol|am|one|ax|ac)\b)/iu,
    ],
    [
      'fauteuil béquilles prothèse déambulateur',
      /\b(?:je suis|il est|elle est|me deplace|se deplace|marche|mon|ma|en) (?:\p{L}+ ){0,3}?(?:en fauteuil(?: roulant)?|avec (?:des|mes|deux) bequilles|avec un deambulateur)\b/iu,
    ],
    [
      'mg µg',
      /\b(?:je|mon|ma|mes|prends|par jour|matin|soir|traitement)\b[^.]{0,60}\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b|\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b[^.]{0,30}\b(?:par jour|le matin|le soir|matin et soir|au coucher)\b/iu,
    ],
    [
      'tension cholestérol glycémie',
      /\b(?:ma|sa) (?:tension|glycemie)\b (?:est|etait|a|monte)|\b(?:mon|son) (?:cholesterol|taux)\b (?:est|etait)/iu,
    ],
    [
      'sevrage alcool drogue addiction dépendance',
      /\b(?:mon|son|en) (?:sevrage|addiction)\b|\b(?:probleme|problemes|lutte) (?:d['’]|avec l['’]|de |avec la )(?:alcool|drogue|addiction|dependance)/iu,
    ],
    [
      'perdu vue ouïe audition odorat parcours',
      /\b(?:a|ai|avait|avons|est en train de) perd(?:u|re) (?:la vue|l'ouie|l'audition|l'odorat|l'usage|une jambe|un bras)\b|\bparcours (?:de )?(?:fiv|pma)\b/iu,
    ],
    [
      'maladie',
      /\b(?:j'ai|a|ai|atteinte? d|souffre d|porteuse?) ?(?:une |la |d'une |e la |'une )?maladie (?:de \p{L}{4,}|chronique|rare|auto-?immune|genetique|cardiaque|respiratoire|renale|mentale|professionnelle|d'\p{L}{4,})\b/iu,
    ],
    [
      'suicidaire suicide mourir',
      /\b(?:idees|pensees) (?:suicidaires|noires)|\b(?:envie de|veux) mourir\b(?! de rire)|\btentative de suicide\b/iu,
    ],
    [
      'allergique intolérant intolérante intolérance',
      /\b(?:je suis|il est|elle est|mon \p{L}+ est|ma \p{L}+ est|notre \p{L}+ est|suis|est) (?:\p{L}+ )?(?:allergique|intolerante?) (?:a|au|aux)\b(?! (?:la betise|lundi|l['’]attente|la publicite))/iu,
    ],
    [
      'handicapé handicapée handicap rqth',
      /\b(?:je suis|il est|elle est|mon \p{L}+ est|ma \p{L}+ est) (?:\p{L}+ )?handicapee?\b|\b(?:mon|son) handicap\b|\brqth\b/iu,
    ],
  ],
}
