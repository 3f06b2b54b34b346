/** What one language calls conditions, and how people say that they, or somebody of theirs, have one. */
export interface HealthWords {
  /** Things one has: illnesses, injuries, treatments, medicines. Small letters; `*` at the end stands for any ending. */
  conditions: readonly string[]
  /** Things one is: pregnant, diabetic. */
  states: readonly string[]
  /** What stands before a condition of somebody; a few other words may come between. */
  having: RegExp
  /** What stands before a state of somebody. */
  being: RegExp
  /** Between the two, or right behind: the text speaks of something about it, not of a person who has it. */
  about: RegExp
  /** It is not so. */
  denied: RegExp
  /** Right behind a condition: it is somebody's. Default: nothing says so there. */
  behind?: RegExp
  /** Who has it is no person: an animal, a piece of furniture. */
  others: RegExp
}

const words = (text: string) => text.trim().split(/\s*\n\s*|\s*,\s*/)

const english: HealthWords = {
  conditions: words(`
    diabetes, type 1 diabetes, type 2 diabetes, cancer, breast cancer, leukaemia, leukemia, lymphoma, tumour*, tumor*,
    melanoma, asthma, copd, emphysema, epilepsy, seizures, migraine*, depression, anxiety disorder, panic attacks,
    bipolar disorder, schizophrenia, psychosis, ptsd, adhd, autism, asperger*, dementia, alzheimer*, parkinson*, multiple sclerosis,
    hiv, aids, hepatitis*, tuberculosis, covid, long covid, herpes, chlamydia, gonorrhoea, syphilis, an std, an sti, arthritis,
    rheumatoid arthritis, osteoporosis, fibromyalgia, lupus, crohn*, colitis, ibs, coeliac disease, celiac disease, ulcer*,
    gastritis, reflux, kidney disease, kidney failure, dialysis, liver disease, cirrhosis, heart disease, heart failure,
    a heart attack, a heart condition, a stroke, high blood pressure, hypertension, arrhythmia, atrial fibrillation, angina,
    a pacemaker, anaemia, anemia, haemophilia, hemophilia, sickle cell*, thrombosis, a blood clot, psoriasis, eczema, acne,
    endometriosis, a miscarriage, an abortion, infertility, menopause, erectile dysfunction, incontinence, a hernia, sciatica,
    a slipped disc, a herniated disc, scoliosis, back pain, chronic pain, a broken leg, a broken arm, a broken hip, a concussion,
    a brain injury, a spinal injury, an eating disorder, anorexia, bulimia, an addiction, alcoholism, insomnia, sleep apnoea,
    sleep apnea, vertigo, tinnitus, glaucoma, cataracts, hearing loss, a disability, a learning disability, dyslexia,
    an allergy, a nut allergy, a peanut allergy, nut allergies, allergies, anaphylaxis, a thyroid*, an underactive thyroid, an overactive thyroid, hypothyroidism,
    hyperthyroidism, cystic fibrosis, cerebral palsy, down syndrome, down's syndrome, a transplant, chemotherapy, chemo,
    radiotherapy, insulin, antidepressants, antibiotics, blood thinners, methadone, lithium, an inhaler, surgery, an operation,
    a mastectomy, an infection, oncologist*, psychiatrist*, cardiologist*, neurologist*, rheumatologist*, gynaecologist*, gynecologist*,
    urologist*, antipsychotics, beta blockers, statins, blood pressure pills, sleeping pills, painkillers, ms, als, ra, pneumonia, bronchitis, sepsis, shingles, a uti, gout, ocd, suicidal thoughts, flu, measles`),
  states: words(`
    pregnant, diabetic, asthmatic, epileptic, depressed, suicidal, bipolar, autistic, hiv positive, hiv-positive, schizophrenic,
    anorexic, bulimic, alcoholic, infertile, disabled, paralysed, paralyzed, anaemic, anemic, lactose intolerant,
    gluten intolerant, coeliac, allergic, immunocompromised, immunosuppressed, deaf, blind, menopausal, wheelchair-bound,
    terminally ill, seriously ill, in remission, on dialysis, on chemotherapy, on antidepressants, on insulin,
    on blood thinners, on medication, in a wheelchair`),
  having:
    /\b(?:(?:i|we|she|he|they|who|(?:my|our|her|his|their) [\p{L}-]+(?: [\p{L}-]+)?)(?:'ve|'s| have| has| had| 've got| got| get| suffers?(?: from)?| suffered(?: from)?| lives? with| is living with| am living with| takes?| am taking| is taking| needs?| use| uses| developed| caught| survived| underwent| (?:is|are|was|were|am) undergoing| was treated for| is treated for| is being treated for| am being treated for| am recovering from| is recovering from)(?: (?:also|both|just|now|always|recently|currently|already|unfortunately|both|been having|had|got|been))*|\b(?:i am|i'm|we are|we're|(?:she|he)(?: is|'s)|i was|(?:she|he) was) (?:undergoing|having|getting|on|(?:sick|ill|down) with)|\b(?:diagnosed|diagnosis|living|struggling|suffering|hospitali[sz]ed|in hospital|treated|operated)(?: (?:with|of|from|for|on|is|was))|(?:because of|due to|since|after|with|for|about|manage|control|treat) (?:my|our|her|his|their)|\bmy|(?:allergic|allergy) to|tested positive for|prescribed(?: (?:me|him|her|us))?)(?: (?:an?|the|some|very|really|quite|bad|mild|severe|chronic|acute|early|late|stage|onset|type|advanced|my|from|with|heart|lung|skin|\d))*$/iu,
  being:
    /\b(?:i am|i'm|im|we are|we're|she is|she's|he is|he's|they are|they're|i was|i have been|i've been|i am also|(?:my|our) [\p{L}-]+(?: [\p{L}-]+)? (?:is|are|was|were))(?: (?:also|now|very|currently|(?:\d+|\p{L}+) (?:weeks|months)|type (?:1|2|one|two)|both|severely|partially|a|an|quite|clinically|legally|profoundly|already|so|recovering|former))*$/iu,
  about:
    /\b(?:questions?|pages?|articles?|information|info|section|products?|books?|courses?|apps?|blogs?|polic(?:y|ies)|leaflets?|research|charit(?:y|ies)|awareness|shop|category|website|link|brochures?|guides?|topics?|video|newsletter|study|studies|statistics|news|interest|experience with|event|walk|fundraiser|meter|test strips?|horoscope|zodiac|star sign|shot|vaccine|hours|clinic|nurse|ward|office|word|excel|teams|manuals?|rules)\b|^ from (?!flash|strob|eat|drink|walk|sitt|stand|lift)\p{L}+ing\b|^ (?:on|in) (?:our|the|my|your) (?:frame|road|market|economy|surface|ground|server|system|laptop|computer|phone|network)|^ to (?!penicillin|nuts?\b|peanuts?|gluten|lactose|milk|eggs?|fish|shellfish|wasps?|bees?|pollen|latex|aspirin|ibuprofen|soy|wheat|dairy)/iu,
  denied: /\b(?:no|not|never|don't|doesn't|haven't|hasn't|without|if|whether|nobody|anyone)\b/iu,
  others:
    /\b(?:dogs?|pupp(?:y|ies)|cats?|kittens?|pets?|horses?|rabbits?|hamsters?|birds?|parrots?|cows?|chairs?|tables?|desk|sofa|bed|bikes?|bicycle|car|phone|laptop|computer|server|site|website|app|printer|company|business|product|software|economy)\b/iu,
}

const german: HealthWords = {
  conditions: words(`
    diabetes, zuckerkrankheit, krebs, brustkrebs, leukämie, tumor*, asthma, copd, epilepsie, migräne, depression*,
    angststörung*, panikattacken, bipolare störung, schizophrenie, psychose*, adhs, autismus, demenz, alzheimer, parkinson,
    multiple sklerose, hiv, aids, hepatitis*, tuberkulose, corona, covid, long covid, herpes, chlamydien, syphilis, arthritis,
    rheuma, arthrose, osteoporose, fibromyalgie, lupus, morbus*, reizdarm, zöliakie, magengeschwür*, gastritis,
    nierenversagen, dialyse, leberzirrhose, herzinfarkt*, herzfehler, herzinsuffizienz, herzrhythmusstörungen, bluthochdruck,
    schlaganfall*, herzschrittmacher, anämie, thrombose*, schuppenflechte, neurodermitis, endometriose, fehlgeburt*,
    abtreibung*, unfruchtbarkeit, wechseljahre, inkontinenz, bandscheibenvorfall*, rückenschmerzen, skoliose, beinbruch,
    gehirnerschütterung*, essstörung*, magersucht, bulimie, suchterkrankung, alkoholismus, schlafstörungen, schlafapnoe,
    tinnitus, grauer star, glaukom, behinderung*, schwerbehinderung, allergie*, nussallergie, heuschnupfen, schilddrüse*,
    hashimoto, mukoviszidose, transplantation*, chemotherapie, chemo, strahlentherapie, insulin, antidepressiva, antibiotika,
    blutverdünner, blutdrucktabletten, blutdrucksenker, schlaftabletten, schmerztabletten, darmerkrankung*, hauterkrankung*,
    herzerkrankung*, lungenerkrankung*, nierenerkrankung*, krebserkrankung*, autoimmunerkrankung*, onkologe*, onkologin,
    psychiater*, kardiologe*, kardiologin, operation*, infektion*, lungenentzündung, gürtelrose, gicht, burnout, burn-out, borderline, grippe`),
  states: words(`
    schwanger, zuckerkrank, diabetiker*, asthmatiker*, epileptiker*, depressiv, suizidgefährdet, autist*, autistisch,
    hiv-positiv, hiv positiv, magersüchtig, alkoholiker*, unfruchtbar, behindert, schwerbehindert, gelähmt, laktoseintolerant,
    glutenunverträglich, allergisch, schwerhörig, gehörlos, blind, krank geschrieben, krankgeschrieben, schwer krank,
    chronisch krank, krebskrank, pflegebedürftig, rollstuhlfahrer*, auf insulin angewiesen, auf den rollstuhl angewiesen`),
  having:
    /\b(?:(?:ich|wir|er|sie|(?:mein|unser|sein|ihr)(?:e|er|en|em)? [\p{L}-]+)(?: (?:habe|hab|hatte|hat|haben|hatten|leide|leidet|leiden|litt|nehme|nimmt|nehmen|brauche|braucht|bekomme|bekommt|bekam|erkrankte|kämpfe|kämpft|lebe|lebt))|\b(?:habe|hab|hatte|leide|nehme|brauche|bekomme|bekam) ich|\b(?:muss|gehe|müssen|gehen) (?:zur|in die|zum)|\b(?:bin|ist|war) (?:in|wegen|nach)|(?:diagnostiziert|diagnose|erkrankt|leide|leidet|leiden|gelitten|behandelt|behandlung)|(?:wegen|aufgrund|nach|mit|trotz) (?:mein|unser|sein|ihr)(?:e|er|em|en|es)?|\bmein(?:e|er|em|en)?)(?: (?:an|unter|mit|gegen|auf|wegen|von|auch|alle|beide|gestern|heute|seit|jahren|letztes|letzten|voriges|dieses|jahr|monat|\d+|langem|kurzem|leider|schon|immer|jetzt|gerade|ein|eine|einen|einem|einer|der|die|das|den|dem|starke|starkes|schwere|schweres|schwerem|chronische|chronischem|leichte|leichtes|akute|typ|meine|meinen|meinem|meiner))*$/iu,
  being:
    /\b(?:ich bin|bin ich|ich war|wir sind|er ist|sie ist|mein(?:e)? [\p{L}-]+ ist|unser(?:e)? [\p{L}-]+ ist)(?: (?:auch|jetzt|sehr|leider|schwer|derzeit|gerade|schon|im \p{L}+ monat|in der \d+\.? woche|seit|\d+|jahren|stark|ein|eine|(?:gegen|auf) (?!alles)[\p{L}-]+(?: und [\p{L}-]+)?))*$/iu,
  about:
    /\b(?:fragen?|seiten?|artikel|informationen|infos?|abschnitt|produkte?|bücher|buch|kurs|app|blog|broschüre|forschung|verein|thema|themen|webseite|website|link|video|newsletter|studien?|shop|kategorie|klinik|sternzeichen)\b|^ (?:davon|dafür|für)\b/iu,
  denied: /\b(?:kein\p{L}*|nicht|nie|ohne|falls|ob|wenn)\b/iu,
  behind: /^ (?:wurde |worden )?(?:diagnostiziert|festgestellt|erkrankt|verschrieben|verordnet)/iu,
  others:
    /\b(?:hund|hündin|welpe|katze|kater|pferd|kaninchen|hamster|vogel|haustier|stuhl|tisch|sofa|bett|rad|fahrrad|auto|handy|laptop|computer|rechner|drucker|server|webseite|firma|unternehmen|produkt|wirtschaft)\b/iu,
}

const french: HealthWords = {
  conditions: words(`
    diabète, cancer, leucémie, tumeur*, asthme, bpco, épilepsie, migraine*, dépression, anxiété, troubles anxieux,
    crises de panique, trouble bipolaire, schizophrénie, psychose, tdah, autisme, démence, alzheimer, maladie d'alzheimer,
    parkinson, maladie de parkinson, sclérose en plaques, vih, sida, hépatite*, tuberculose, covid, covid long, herpès,
    syphilis, arthrite, polyarthrite, arthrose, ostéoporose, fibromyalgie, lupus, maladie de crohn, maladie cœliaque, ulcère*,
    gastrite, insuffisance rénale, dialyse, cirrhose, crise cardiaque, infarctus, insuffisance cardiaque, hypertension, avc,
    stimulateur cardiaque, pacemaker, anémie, thrombose, phlébite, psoriasis, eczéma, endométriose, fausse couche, avortement,
    ivg, infertilité, ménopause, incontinence, hernie discale, hernie, sciatique, mal de dos, scoliose, jambe cassée, commotion*,
    trouble alimentaire, anorexie, boulimie, addiction, alcoolisme, insomnie*, apnée du sommeil, acouphènes, glaucome, cataracte,
    handicap, allergie*, thyroïde, mucoviscidose, greffe, chimiothérapie, chimio, radiothérapie, insuline, antidépresseurs,
    antibiotiques, anticoagulants, oncologue*, psychiatre*, cardiologue*, somnifères, opération, infection*, pneumonie, zona, goutte, burn-out, burnout, grippe`),
  states: words(`
    enceinte, diabétique, asthmatique, épileptique, dépressif, dépressive, déprimé, déprimée, suicidaire, autiste,
    séropositif, séropositive, anorexique, boulimique, alcoolique, stérile, handicapé, handicapée, paralysé, paralysée,
    intolérant*, allergique, sourd, sourde, aveugle, malentendant*, en rémission, sous insuline, sous antidépresseurs,
    sous chimiothérapie, sous traitement, en fauteuil roulant, gravement malade, en arrêt maladie`),
  having:
    /(?:\b(?:j'ai|j'avais|j'ai eu|nous avons|il a|elle a|(?:mon|ma|mes|notre|nos|son|sa|ses) [\p{L}-]+ (?:a|ont|souffre|souffrent|prend)|je souffre|souffre|souffrant|je prends|je fais|(?:je suis|il est|elle est) (?:en|sous)|prescrit|on m'a diagnostiqué|diagnostiqué|diagnostiquée|diagnostic|atteint|atteinte|opéré|opérée|soigné|soignée|traité|traitée|j'ai été opéré|j'ai été opérée|à cause de (?:mon|ma|mes)|en raison de (?:mon|ma|mes)|avec (?:mon|ma|mes)|pour (?:mon|ma|mes)|après (?:mon|ma|mes))|\b(?:mon|ma))(?: (?:un|une|le|la|les|de|du|des|d'un|d'une|d'|l'|aussi|toujours|eu|fait|grave|sévère|chronique|léger|légère|gros|grosse|très|type|pour|contre|à|au|\d))*(?: ?d'| ?de l'| ?l')?$/iu,
  being:
    /(?:\b(?:je suis|j'étais|nous sommes|elle est|il est|(?:mon|ma|notre|sa|son) [\p{L}-]+ est))(?: (?:aussi|très|actuellement|gravement|un|une|de|depuis|\d+|mois|légèrement))*$/iu,
  about:
    /\b(?:questions?|pages?|articles?|informations?|infos?|rubrique|produits?|livres?|cours|application|blog|brochure|recherche|association|thème|site|lien|vidéo|newsletter|étude|études|boutique|catégorie|clinique|ascendant)\b/iu,
  denied: /\b(?:pas|jamais|aucune?|sans|si|ni)\b/iu,
  others:
    /\b(?:chien|chienne|chiot|chat|chatte|chaton|cheval|lapin|hamster|oiseau|animal|chaise|table|bureau|canapé|lit|vélo|voiture|téléphone|ordinateur|serveur|site|entreprise|société|produit|économie)\b/iu,
}

const spanish: HealthWords = {
  conditions: words(`
    diabetes, cáncer, leucemia, tumor*, asma, epoc, epilepsia, migraña*, depresión, ansiedad, ataques de pánico,
    trastorno bipolar, esquizofrenia, psicosis, tdah, autismo, demencia, alzheimer, parkinson, esclerosis múltiple, vih, sida,
    hepatitis*, tuberculosis, covid, covid persistente, herpes, sífilis, artritis, artrosis, osteoporosis, fibromialgia, lupus,
    enfermedad de crohn, celiaquía, úlcera*, gastritis, insuficiencia renal, diálisis, cirrosis, un infarto, infarto,
    insuficiencia cardíaca, hipertensión, presión alta, ictus, un derrame, marcapasos, anemia, trombosis, psoriasis, eczema,
    endometriosis, aborto, infertilidad, menopausia, incontinencia, hernia discal, hernia, ciática, dolor de espalda, escoliosis,
    conmoción, trastorno alimentario, anorexia, bulimia, adicción, alcoholismo, insomnio, apnea del sueño, glaucoma, cataratas,
    discapacidad, alergia*, tiroides, hipotiroidismo, fibrosis quística, trasplante, quimioterapia, quimio, radioterapia,
    insulina, tensión alta, oncólog*, psiquiatra*, cardiólog*, antidepresivos, antibióticos, anticoagulantes, operación, infección, neumonía, culebrilla, gota, gripe`),
  states: words(`
    embarazada, diabético, diabética, asmático, asmática, epiléptico, epiléptica, deprimido, deprimida, suicida, autista,
    seropositivo, seropositiva, anoréxica, bulímica, alcohólico, alcohólica, estéril, discapacitado, discapacitada, paralítico,
    paralítica, intolerante, celíaco, celíaca, celiaco, celiaca, alérgico, alérgica, sordo, sorda, ciego, ciega, en remisión,
    en silla de ruedas, gravemente enfermo, gravemente enferma, de baja médica, con quimioterapia`),
  having:
    /\b(?:(?:yo )?(?:tengo|tuve|padezco|padecí|sufro|sufrí|tomo|necesito|tenemos|contraje)|(?:mi|mis|nuestro|nuestra|su) [\p{L}-]+ (?:tiene|tienen|padece|sufre|toma|tuvo|necesita)|(?:ella|él) (?:tiene|padece|sufre)|me (?:han|ha) diagnosticado|me diagnosticaron|diagnosticad[oa]|diagnóstico|enferm[oa]|operad[oa]|tratamiento|tratad[oa]|recetad[oa]|recet[oó]|de baja por|a causa de (?:mi|mis)|debido a (?:mi|mis)|por (?:mi|mis)|con (?:mi|mis)|para (?:mi|mis)|(?:mi|mis))(?: (?:un|una|el|la|los|las|de|del|con|para|contra|por|a|también|siempre|grave|severa|severo|crónica|crónico|leve|mucha|mucho|fuerte|fuertes|tipo|\d))*$/iu,
  being:
    /\b(?:(?:yo )?(?:soy|estoy|estaba|estamos|somos)|ella (?:es|está)|él (?:es|está)|(?:mi|nuestro|nuestra|su) [\p{L}-]+ (?:es|está))(?: (?:también|muy|ahora|actualmente|un|una|de|\d+|meses|semanas|gravemente|parcialmente))*$/iu,
  about:
    /\b(?:preguntas?|páginas?|artículos?|información|sección|productos?|libros?|cursos?|aplicación|blog|folletos?|investigación|asociación|tema|web|enlace|vídeo|video|boletín|estudios?|tienda|categoría|clínica|signo)\b/iu,
  denied: /\b(?:no|nunca|ningun[oa]?|ningún|sin|si)\b/iu,
  others:
    /\b(?:perr[oa]|cachorro|gat[oa]|gatito|caballo|conejo|hámster|pájaro|mascota|silla|mesa|escritorio|sofá|cama|bici|bicicleta|coche|móvil|portátil|ordenador|servidor|web|empresa|producto|economía)\b/iu,
}

export const healthLanguages = { en: english, de: german, fr: french, es: spanish } as const
export type HealthLanguage = keyof typeof healthLanguages
