import { listed, type Way } from './way.ts'

export const spanish: Way = {
  clear: listed(`
    diabet*, cancer de mama, cancer de pulmon, cancer de colon, cancer de prostata, cancer de piel, leucemia*, tumor*, metastasis, asma, asmatic*, epoc, epilep*, migran*, ataque de panico, ataques de panico, ataque de ansiedad, ataques de ansiedad, crisis de ansiedad,
    trastorno bipolar, bipolar, esquizofren*, psicosis, tdah, autis*, demencia, alzheimer*, parkinson*, esclerosis multiple, vih, sida, seropositiv*, hepatitis, tuberculosis, covid, clamidia, sifilis, gonorrea, artritis, artrosis, osteoporosis, fibromialgia,
    enfermedad de crohn, crohn, celiac*, colon irritable, gastritis, gastroenteritis, insuficiencia renal, insuficiencia cardiaca, dialisis, cirrosis, infarto, hipertension, hipertens*, ictus, derrame cerebral, marcapasos, anemia, anemic*, trombosis, embolia, psoriasis, eczema,
    dermatitis, endometriosis, aborto espontaneo, infertilidad, fecundacion in vitro, menopausia, incontinencia, hernia discal, hernia, ciatica, lumbalgia, dolor de espalda, escoliosis, conmocion, trastorno alimentario, anorex*, bulimi*, alcoholic*, alcoholismo, drogadict*, toxicoman*,
    insomnio, apnea del sueno, acufenos, glaucoma, cataratas, discapacidad*, minusvalia, tiroid*, hipotiroid*, fibrosis quistica, trasplant*, quimioterapia, quimio, radioterapia, antidepresiv*, antibiotic*, anticoagulant*, ansiolitic*, somnifer*,
    hernias, esguince*, fractura*, lesion de menisco, lesion de rodilla, lesion de espalda, lesion de hombro, lesion medular, bulto en el pecho, contracciones, lactancia materna, infeccion de orina, cistitis, otitis, bronquitis, neumonia, anginas, culebrilla, varicela, sarampion, paperas, tosferina, escarlatina, gripe, mononucleosis, bronquiolit*, paraplej*, tetraplej*, urticaria, sarpullido*, diarrea*, vomit*, nauseas, palpitaciones, fiebre, mareos,
    embaraz*, cesarea, preeclampsia, depresion posparto, depresiv*, suicid*, autolesion*, paraliti*, amputad*, silla de ruedas, muletas, audifono*, sordo, sorda, hipoacusia, baja medica, baja por depresion, baja por ansiedad, lupus, gota, epicondilitis, apendicitis`),
  person:
    /\b(?:yo|me (?:duelen?|han?|dio|da|dan|dieron|diagnosticaron|encontraron|operan|operaron|recetaron)|mi|mis|conmigo|tengo|tuve|tenia|voy|ando|camino|tomo|llevo|sufro|padezco|soy|estoy|estuve|estaba|he (?:tenido|sufrido|pasado|cogido|estado)|hemos|tenemos|necesito|cogi|pille|el (?:tiene|esta|toma|sufre)|ella|le (?:han|diagnosticaron)|nuestr[oa] (?:hij[oa]|bebe|madre|padre|nin[oa])|su (?:hij[oa]|madre|padre))\b/giu,
  personLeftOut:
    /^\W*(?:(?:hola|perdon|si|y|pero|ahora|actualmente|lo siento)\W+){0,3}(?:con|diagnosticad[oa]|operad[oa]|ingresad[oa]|de baja|embarazada|enferm[oa]|por)\b/iu,
  elsewhere:
    /\b(?:vend\p{L}*|compr\p{L}*|pedi\p{L}*|busc\p{L}*|leer|lei|leo|leido|escrib\p{L}*|escrit\p{L}*|interes\p{L}*|pregunt\p{L}*|saber|informa\p{L}*|don(?:ar|o|amos|acion)|investig\p{L}*|trabaj\p{L}*|estudi\p{L}*|personas? con|gente con|pacientes? con|clientes? con|alguien con|articulo|libro\p{L}*|pagina|tema|tienda|asociacion|empresa|proyecto|cuenta|perr[oa]s?|gat[oa]s?|caballo|conejo|hamster|pajaro|mascota|silla (?!de ruedas)|mesa|sofa|bici|bicicleta|coche|movil|ordenador|impresora|servidor|web|no|nunca|ningun[oa]?|sin|ni|apto|apta)\b/iu,
  supposed: /\b(?:si|en caso de que|cuando)\s*$/iu,
  fields:
    /(?:^|[,|{(])\W{0,8}(?:(?:sus|mis) )?(?:diagnosticos?|alergias?(?: conocidas| alimentarias)?|medicacion(?: actual)?|medicamentos|tratamientos?(?: actual(?:es)?| medicos?)?|antecedentes(?: medicos| familiares| personales)?|enfermedades?(?: cronicas?| previas?)?|patologias?|sintomas?|discapacidad(?:es)?|grupo sanguineo|lesiones?|motivo de (?:la )?consulta|intolerancias?)(?: \([^)]*\))?["'*_]{0,3} ?[:=|](?![\s"'*_]*(?:no(?:ne|t|thing|pe|n)?|nil|n\/?a|unknown|keine?|nein|nichts|unbekannt|k\.?a\.?|aucune?s?|rien|neant|ras|ningun[oa]s?|nada|-+|\/)(?!\p{L})|[-–/]?\s*$)/iu,
  fieldWords:
    'diagnostico alergia medicacion medicamento tratamiento antecedentes enfermedad patologia sintoma discapacidad grupo lesion motivo intolerancia',
  told: [
    [
      'rompí roto fracturé torcí lesioné lesionado fracturado rompió torcido dislocado',
      /\b(?:me|se) (?:he |ha )?(?:rompi|rompio|roto|fracture|fracturado|torci|torcido|lesione|lesionado|disloque|dislocado) (?:\p{L}+ )?(?:la|el|los|las|un|una) (?:pierna|brazo|tobillo|muneca|mano|pie|rodilla|cadera|hombro|costillas?|dedo|nariz|clavicula|ligamentos?|codo|cuello|espalda|menisco|perone|tibia)\b/iu,
    ],
    [
      'operaron operado operada operan operación operar',
      /\b(?:(?:me|le|la|lo) (?:operaron|operan|han operado|van a operar|opero)|operad[oa]s?) (?:\p{L}+ )?(?:de|del) (?!(?:la cuenta|los pagos|lunes|martes|miercoles|jueves|viernes)\b)(?:la |los |las )?\p{L}+|\b(?:mi|su|tras la|despues de la) (?:\p{L}+ )?operacion (?:de|del)\b(?! pago)/iu,
    ],
    ['baja', /\b(?:estoy|esta|estuve|sigo|llevo \p{L}+ \p{L}+) de baja\b(?! (?:temporada|en))/iu],
    [
      'positivo positiva',
      /\b(?:(?:he|ha|di|dio|dado|doy) (?:dado )?positiv[oa] (?:en|por|de|al)|positiv[oa] (?:en|por) (?:covid|coronavirus|vih|gripe)|prueba (?:\p{L}+ ){0,3}(?:salio|dio|es) positiv[oa])\b/iu,
    ],
    [
      'médico médica doctor doctora psiquiatra psicólogo psicóloga oncólogo cardiólogo neurólogo ginecóloga ginecólogo dermatólogo cirujano matrona',
      /\b(?:mi|el|la|su) (?:medic[oa]|doctora?|psiquiatra|psicolog[oa]|oncolog[oa]|cardiolog[oa]|neurolog[oa]|ginecolog[oa]|dermatolog[oa]|cirujan[oa]|matrona) (?:de cabecera )?(?:me|le|dice|dijo|cree|quiere|sospecha|ha|recomienda|recomendo)\b|\b(?:voy|ir|acudo) al (?:psiquiatra|psicologo|oncologo)\b/iu,
    ],
    ['recetado recetó recetaron receta', /\b(?:me|le) (?:han |ha )?(?:recetado|receto|recetaron|recetan)\b/iu],
    [
      'diagnosticado diagnosticaron diagnóstico detectado detectaron encontrado encontraron',
      /\b(?:me|le|nos) (?:han |ha )?(?:diagnosticado|diagnosticaron|diagnostico)\b|\b(?:mi|su) diagnostico\b|\bdiagnosticad[oa] (?:de|con)\b|\b(?:me|le) (?:han |ha )?(?:detectado|detectaron|encontrado|encontraron) (?:un|una|algo)\b(?! (?:error|fallo|duplicado|problema en))/iu,
    ],
    [
      'ingresado ingresada hospital urgencias uci psiquiátrico',
      /\b(?:estoy|esta|estuve|estuvo|sigue|han|fue|quedo) (?:\p{L}+ )?(?:ingresad[oa]|hospitalizad[oa])\b|\b(?:estoy|estuve|esta|estuvo|salgo|sali|acabo|acabe|fui|volvi) (?:\p{L}+ ){0,2}?(?:en|del|de|a|al) (?:el )?(?:hospital|urgencias|la uci)\b|\ben la uci\b/iu,
    ],
    [
      'bebé meses semanas esperando gemelos',
      /\bperdi(?:mos)? (?:al|el|a mi|a nuestro) bebe\b|\b(?:estoy|esta|estamos) (?:esperando (?:un (?:bebe|hijo|nino)|una nina|gemelos|mellizos)|de (?:\d+|\p{L}+) (?:meses|semanas)(?: de embarazo)?\b)/iu,
    ],
    [
      'sarpullido ronchas hinchó hinchado desmayé desmayado mareo mareada mareado vomitado vomitando sangrado sangro',
      /\b(?:me|le) (?:ha |han )?(?:sali(?:o|do|eron)|da|dio|ha dado|provoc\p{L}+|causo) (?:\p{L}+ )?(?:sarpullido|ronchas|urticaria|alergia|mareos|granos por)\b|\bme (?:he )?(?:desmaye|desmayado|mareo|hinche|hinchado)\b|\bse me (?:ha )?(?:hincho|hinchado|hincharon)\b|\b(?:estoy|llevo|sigo) (?:\p{L}+ ){0,3}(?:vomitando|maread[oa]|sangrando)\b/iu,
    ],
    [
      'silla muletas andador prótesis audífonos',
      /\b(?:voy|va|estoy|esta|ando|anda|uso|usa|llevo|lleva|necesito|necesita) (?:\p{L}+ ){0,3}?(?:silla de ruedas|muletas|andador|protesis|audifonos)\b/iu,
    ],
    [
      'mg µg',
      /\b(?:tomo|mi|me|cada|noche|manana|dia)\b[^.]{0,60}\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b|\b\d+(?:[.,]\d+)? ?(?:mg|µg)\b[^.]{0,30}\b(?:al dia|cada|por la noche|por la manana|diarios?)\b/iu,
    ],
    [
      'tensión azúcar colesterol glucosa',
      /\b(?:tengo|mi|tiene|tomo|pastillas para|para) (?:\p{L}+ )?(?:la |el )?(?:tension|azucar|colesterol|glucosa)(?: en sangre)?\b (?:alt[oa]|baj[oa]|esta|es|por las nubes|arterial)|\b(?:tomo|toma) (?:algo|pastillas|medicacion|\p{L}+) para (?:la |el )(?:tension|corazon|azucar|colesterol|tiroides|ansiedad|depresion|dolor|dormir)\b/iu,
    ],
    [
      'quitado quitaron extirpado extirparon regla menstrual',
      /\b(?:me|le) (?:han |ha )?(?:quitado|quitaron|extirpado|extirparon|amputado|amputaron) (?:un|una|el|la|los|las) (?:pecho|rinon|vesicula|apendice|utero|ovarios?|prostata|pierna|brazo|dedo|tumor|bazo|tiroides|amigdalas|muelas?)\b|\btengo la regla\b|\bdolor(?:es)? (?:de regla|menstrual\p{L}*)/iu,
    ],
    [
      'padezco padece padecen enfermedad lesión',
      /\bpade(?:zco|ce|cemos|cen) (?:de |del |una? )\p{L}+|\b(?:tengo|tiene|padezco|sufro|por) (?:una |la |mi |su )?(?:enfermedad|lesion) (?:de (?!la (?:pagina|web))\p{L}{4,}|cronica|rara|autoinmune|cardiaca|renal|mental|medular|cervical|lumbar|del? \p{L}{4,})/iu,
    ],
    [
      'pastillas medicación terapia tratamiento rehabilitación adicción',
      /\b(?:estoy|esta|sigo|sigue|empec\p{L}+) (?:en |con |un )(?:tratamiento|terapia|rehabilitacion|medicacion)(?: \p{L}+)? (?:por|para|contra|psi\p{L}+|oncologic[oa]|de fertilidad)\b|\b(?:mi|su) (?:adiccion|alcoholismo|medicacion|depresion|ansiedad)\b/iu,
    ],
    [
      'morir suicidarme matarme vivir',
      /\b(?:quiero|ganas de|pensado en) (?:morir(?:me)?|suicidarme|matarme)\b(?! de risa)|\bno quiero (?:seguir )?vivi(?:r|endo)\b/iu,
      'not',
    ],
    [
      'alérgico alérgica intolerante intolerancia',
      /\b(?:soy|es|somos) (?:\p{L}+ )?(?:alergic[oa]|intolerante)s? (?:a|al)\b(?! (?:los lunes|la publicidad|las tonterias|esperar))|\btengo (?:\p{L}+ )?intolerancia\b/iu,
    ],
    [
      'sordo sorda ciego ciega discapacitado discapacitada discapacidad',
      /\b(?:soy|es|estoy|me quede) (?:\p{L}+ )?(?:sord[oa]|cieg[oa]|discapacitad[oa]|minusvalid[oa])\b(?! (?:de|ante))|\b(?:mi|una|tengo) (?:\p{L}+ )?discapacidad\b/iu,
    ],
  ],
}
