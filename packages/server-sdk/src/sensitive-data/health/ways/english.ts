import { listed, type Way } from './way.ts'

export const english: Way = {
  clear: listed(`
    diabet*, t2dm, t1dm, leukaemia, leukemia, lymphoma, tumour, tumours, tumor, tumors, asthma, asthmatic, copd, emphysema,
    epilepsy, epileptic, seizures, migraine, migraines, anxiety attack*, panic attack*, social anxiety, anxiety disorder,
    schizophren*, psychosis, psychotic, ptsd, adhd, autism, autistic, asperger*, dementia, alzheimer*, parkinson*, multiple sclerosis,
    hiv, hiv-positive, hepatitis, tuberculosis, covid, long covid, chlamydia, gonorrh*, syphilis, arthritis, arthritic, osteoporosis,
    fibromyalgia, crohn*, colitis, coeliac, celiac, irritable bowel, gastritis, kidney disease, kidney failure, kidney stone*,
    dialysis, cirrhosis, heart disease, heart failure, heart attack*, heart condition, angina, hypertension, arrhythmia, afib,
    pacemaker, anaemi*, anemi*, haemophil*, hemophil*, thrombosis, blood clot*, psoriasis, eczema, endometriosis, pcos,
    miscarr*, infertil*, menopaus*, erectile dysfunction, incontinen*, hernia, sciatica, slipped disc, herniated disc, scoliosis,
    chronic pain, chronic fatigue, concussion, brain injury, eating disorder*, anorexi*, bulimi*, alcoholism, insomnia, sleep apn*,
    vertigo, tinnitus, glaucoma, cataracts, hearing loss, dyslexi*, dyspraxi*, nut allerg*, peanut allerg*, egg allerg*, milk allerg*,
    shellfish allerg*, cat allerg*, dog allerg*, dust allerg*, pollen allerg*, food allerg*, gluten allerg*, soy allerg*, sesame allerg*, wasp allerg*, bee allerg*, latex allerg*, penicillin allerg*, allergic reaction, anaphyla*, underactive thyroid, overactive thyroid,
    hypothyroid*, hyperthyroid*, cystic fibrosis, cerebral palsy, down syndrome, down's syndrome, chemo, chemotherapy, radiotherapy,
    antidepress*, antipsychotic*, blood thinner*, beta blocker*, antibiotics, painkillers, steroids, immunosuppress*,
    hay fever, hayfever, spinal cord, contractions, nicu, breastfeeding, breast reconstruction, nosebleeds, strokes, epileptic fit, diverticulitis, allergist, tetanus, hole in her heart, hole in his heart, bowel cancer, kidney cancer, liver cancer, stomach cancer, throat cancer, brain cancer, bone cancer, blood cancer, cervical cancer, testicular cancer, pancreatic cancer, thyroid cancer, bladder cancer, metasta*, malignan*, croup, stomach bug, norovirus, salmonella, bronchiolit*, abortion, abortions, stillb*, gender reassignment, hormone therapy, hormone replacement, hiv, paraplegi*, tetraplegi*, quadriplegi*, lyme disease, long-covid, rabies, malaria, scabies, breast cancer, lung cancer, prostate cancer, skin cancer, ovarian cancer, colon cancer, stage 3 cancer, stage 4 cancer, cancer treatment,
    chest infection*, ear infection*, kidney infection*, urine infection*, water infection*, yeast infection*, thrush, uti, sti, pneumonia, bronchitis,
    tonsillitis, sinusitis, appendicitis, sepsis, shingles, chickenpox, chicken pox, measles, mumps, whooping cough, scarlet fever, glandular fever, hand foot and mouth,
    chest pain*, shortness of breath, short of breath, palpitations, diarrhoea, diarrhea, vomiting, throwing up, threw up, nosebleed*, hives,
    postpartum depression, postnatal depression, clinically depressed, severe depression, manic, mania, psychiatric, suicidal, self-harm*, self harm*,
    overdose*, addicted to, alcoholic, rehab, ivf, vasectom*, hysterectom*, mastectomy, c-section, colonoscopy, biopsy, mri scan, gallstone*,
    pregnan*, preggo, preggers, morning sickness, pre-eclampsia, gestational, stoma, catheter, colostomy, cpap, prosthe*, hearing aids,
    broken leg, broken arm, broken ankle, broken wrist, broken hip, broken ribs, broken collarbone, torn ligament*, amputat*, paraly*, hard of hearing, partially sighted, visually impaired, cancer-free,
    lupus, gout, ulcerative, diverticul*, lymphoedema, neuropathy, sarcoidosis, motor neurone, huntington*, tourette*, narcolep*, ocd, bpd, borderline personality`),
  person:
    /\b(?:i(?:['’]?(?:m|ve|d))?|(?<!\b(?:tell|show|send|give|let|help|email|inform|ask) )me|my|mine|myself|s?he(?:['’]s)?|him|his|her|we (?:both|all|have|had|lost|are)|we['’](?:ve|re)|they (?:diagnosed|found)|our (?:son|daughter|baby|child|kids?|little (?:one|boy|girl)|mum|mom|dad|mother|father|\d+|(?:\p{L}+)-year-old)|(?:guest|attendee|participant|tenant|child|kids?|toddler|baby|boyfriend|girlfriend|fianc[ée]e?|uncle|aunt|cousin|friend|boss|colleague|flatmate|mum|mom|dad|hubby|husband|wife|partner|gran|nan|grandma|grandad|grandpa|granny|sister|brother|son|daughter)(?:['’]s)?)\b/giu,
  personLeftOut:
    /^\W*(?:(?:so|sorry|hi|hello|hey|ok|yes|and|but|also|just|still|currently|now)\W+){0,3}(?:been|got|gotta|have|having|had|on|diagnosed|tested|recovering|suffer(?:ing)?|struggling|due to|because of|living with|taking|prescribed|since|just had|can't come|cant come|(?:special |guest )?(?:notes?|remarks?|comments?|dietary[\p{L} ]*|requirements|needs|diet):)(?!\p{L})/iu,
  elsewhere:
    /\b(?:sell|selling|sells|buy|buying|bought|order(?:ed)?|looking for|look for|search\p{L}*|find|read|reading|write|writing|wrote|written|interested|want(?:ed)? to (?:know|ask|learn|buy)|would like|i'd like|learn\p{L}*|ask\p{L}*|know about|question\p{L}*|donat\p{L}*|support\p{L}*|rais\p{L}* money|(?<!off )work(?:s|ed|ing)?|stud(?:y|ies|ied|ying)|research\p{L}*|teach\p{L}*|treats?|speciali[sz]\p{L}*|volunteer\p{L}*|people with|patients? with|those with|customers? with|clients? with|anyone with|someone with|saw|watch\p{L}*|heard about|talk\p{L}* about|about|develop(?:ing|er)|build\p{L}*|recommend|company|business|project|page|article|book|website|shop|store|brochure|account|traffic|dogs?|pupp(?:y|ies)|cats?|kittens?|pets?|horses?|rabbits?|hamsters?|parrots?|chairs?|tables?|sofa|bikes?|car|phone|laptop|computer|printer|server|app|no|not|never|don['’]t|doesn['’]t|didn['’]t|haven['’]t|hasn['’]t|isn['’]t|without|neither|free of)\b/iu,
  supposed: /\b(?:if|whether|unless|in case|suppose|when)\s*$/iu,
  fields:
    /(?:^|[,|{(])\W{0,8}(?:(?:known|pre-?existing|current|medical|food|drug|your|any|chronic|past|patient) ){0,2}(?:diagnos[ie]s|allerg(?:y|ies)|medications?|medicines?|meds|prescriptions?|(?:medical |health )?conditions?|medical history|symptoms?|disabilit(?:y|ies)|blood (?:type|group)|illness(?:es)?|injur(?:y|ies)|treatments?|impairments?|due date|reason for (?:visit|appointment|referral|consultation))(?: \([^)]*\))?["'*_]{0,3} ?[:=|](?![\s"'*_]*(?:no(?:ne|t|thing|pe|n)?|nil|n\/?a|unknown|keine?|nein|nichts|unbekannt|k\.?a\.?|aucune?s?|rien|neant|ras|ningun[oa]s?|nada|-+|\/)(?!\p{L})|[-–/]?\s*$)/iu,
  fieldWords:
    'diagnosis diagnoses allergy allergies medication medicines meds prescription condition conditions history symptom disability disabilities blood illness injury injuries treatment impairment due reason',
  told: [
    [
      'broke fractured sprained tore dislocated injured twisted hurt',
      /\b(?:broke|fractured|sprained|tore|torn|dislocated|injured|twisted|hurt) (?:my|his|her|their|our|a|an|one|two|three|some) (?:left |right |lower |upper |poor )?(?:legs?|arms?|hips?|wrists?|ankles?|foot|feet|hands?|knees?|shoulders?|ribs?|back|neck|collarbone|fingers?|thumb|toes?|nose|jaw|acl|achilles|ligaments?|elbow|meniscus|pelvis|skull)\b/iu,
    ],
    [
      'surgery operation replacement transplant bypass op',
      /\b(?:my|his|her|our|mum's|mom's|dad's|wife's|husband's|an?|having|had|after|from|for|awaiting|undergoing) (?:(?:left|right|emergency|major|minor|heart|open-heart|back|brain|bypass|hernia|cataract|double|total|upcoming|recent) ){0,2}(?:knee|hip|back|heart|eye|shoulder|brain|hernia|bypass|kidney|liver|spinal|bowel|dental|gallbladder|abdominal|prostate) (?:surgery|operation|op|replacement|transplant)\b/iu,
    ],
    [
      'operation surgery op section transplant bypass biopsy scan',
      /\b(?:he|she|i|wife|husband|mum|mom|dad|son|daughter|partner|sister|brother)(?:'s|'m|'ve| is| am| was| has| have| had)? ?(?:just )?(?:having|had|has|needs|awaiting) (?:an |a |his |her |my |emergency |major )*(?:operation|surgery|op|c-section|transplant|bypass|biopsy|scan at the hospital)\b/iu,
    ],
    [
      'lost losing',
      /\b(?:lost|losing) (?:(?:my|his|her) (?:hearing|sight|eyesight|vision|leg|arm|pregnancy)|(?:my|our|her|the) (?:baby|unborn\b.{0,20}))\b/iu,
    ],
    [
      'hospital psychiatric er hospitalised hospitalized icu a&e ward intensive ambulance clinic',
      /\b(?:i|he|she|we|my|his|her|husband|wife|mum|mom|dad|son|daughter|father|mother|brother|sister|grandma|grandpa|partner|baby)\b(?!.{0,40}\b(?:work|nurse|doctor|deliver|order|chairs|project|supplier|software)).{0,50}\b(?:(?:was|is|i'm|am|been|got|went|still|back|ended up|rushed|admitted|taken|lying|stuck|kept|'s) (?:\p{L}+ ){0,3}?(?:in|to|from|at|into) (?:the |a )?(?:hospital|er|icu|a&e|intensive care|psychiatric (?:ward|hospital|clinic)|a psychiatric \p{L}+|psych ward)|(?:was|been|is|got) hospitali[sz]ed|in hospital\b|ambulance (?:took|came for|brought))/iu,
    ],
    [
      'hospital icu intensive',
      /\b(?:out of|discharged from|released from|stay in|back from) (?:the )?(?:hospital|icu|intensive care)\b/iu,
    ],
    [
      'gp doctor doctors doc therapist psychiatrist psychologist oncologist neurologist cardiologist consultant midwife surgeon physio dermatologist gynaecologist specialist nurse dr',
      /\b(?:doc(?:tor)? says\b|(?:my|his|her|our|the) (?:gp|doctor|doctors|doc|therapist|psychiatrist|psychologist|oncologist|neurologist|cardiologist|consultant|midwife|surgeon|physio|dermatologist|gynaecologist|gynecologist|specialist|nurse)(?: at the \p{L}+)? (?:has |just |also |recently )?(?:says?|said|told|put|found|thinks?|wants?|banned|prescribed|advised?|recommend(?:s|ed)|gave|diagnosed|suspects?|was worried|is worried|confirmed|referred|wrote me off|signed me off)\b|(?:seeing|see|saw|under) (?:a|my|the) (?:therapist|psychiatrist|psychologist|oncologist|neurologist|cardiologist|rheumatologist|urologist|midwife|counsellor))/iu,
    ],
    [
      'prescribed prescription',
      /\b(?:(?:i|he|she|we)(?:'ve|'s)?(?: have| has| had| was| been| were| am| got| just)* prescribed|prescribed (?:me|him|her|us)|(?:my|his|her) (?:repeat )?prescriptions? (?:for|of) (?!glasses|lenses))/iu,
    ],
    [
      'diagnosed diagnosis',
      /\b(?:(?:i|he|she|we|they|mum|mom|dad|son|daughter|wife|husband|partner|father|mother|me|him|her|us|been|got|was|were|newly|just|recently)\b.{0,20}\bdiagnosed|(?:my|his|her) diagnosis|diagnosed (?:me|him|her|us)|diagnosed with)\b/iu,
    ],
    [
      'tested test results bloods',
      /\b(?:tested (?:pos(?:itive)?\b(?! for (?:bugs|errors)))|(?:my|his|her|our) (?:\p{L}+ ){0,2}tests? (?:results? )?(?:was|were|came back|is|are|comes back) (?:positive|pos|abnormal|bad|worrying)|(?:my|his|her) (?:bloods?|blood test|biopsy|scan|mammogram|smear|x-ray) (?:results? )?(?:was|were|came|is|are|showed|shows|found))\b/iu,
    ],
    [
      'pressure cholesterol sugar a1c hba1c bp glucose bmi platelets',
      /(?:\b(?:my|his|her) (?:blood (?:pressure|sugar|glucose|count)|cholesterol|(?:hb)?a1c|bp|glucose|platelets|bmi|heart rate|resting pulse)(?: level| levels| reading)? (?:is|was|are|has|went|keeps|shot|dropped|spiked|rose|fell|gets|got|jumped)|\bbp:? ?\d{2,3} ?\/ ?\d{2,3})/iu,
    ],
    [
      'sick',
      /\b(?:(?:i am|i'm|im|he is|he's|she is|she's|been|was|currently|still) (?:off sick|on (?:long[- ]term )?sick leave|signed off(?: sick)?)|long[- ]term sick|off work (?:with|sick|ill|because of my))\b/iu,
    ],
    [
      'ill sick',
      /\b(?:i am|i'm|im|he is|he's|she is|she's|been|was|my \p{L}+ is|my \p{L}+ has been) (?:very |really |seriously |gravely |terminally |chronically |critically |so |mentally )+ill\b/iu,
    ],
    ['spectrum', /\b(?:on|onto) the (?:autism |autistic )?spectrum\b/iu],
    [
      'weeks months along expecting due',
      /\b(?:i'm|im|i am|she's|she is|we're|we are|now|already) (?:about |nearly |almost |only )?(?:\d{1,2}|\p{L}+) (?:weeks?|months?) (?:along|pregnant|gone|preg)\b|\b(?:i'm|im|she's|she is|we're|we are|i am|wife is|wife's) (?:expecting (?:a baby|twins|our|my|a (?:little )?(?:boy|girl)|in)|trying (?:for a baby|to conceive))|\bgoing through ivf\b|\b(?:my|her) due date\b|\b(?:my|her) waters broke\b/iu,
    ],
    [
      'period periods',
      /\b(?:my|her) periods? (?:is|are|was|has been|have been|stopped|came)\b.{0,30}\b(?:late|heavy|irregular|painful|stopped|missing|early|weeks)\b/iu,
    ],
    [
      'lump swelling swollen bleeding rash rashes swelled itching blisters',
      /\b(?:found|felt|have|has|had|noticed|got|discovered) (?:a |an |some |this |another )?(?:\p{L}+ ){0,2}(?:lump|swelling|bleeding|rash|rashes|blisters)\b(?! (?:decision|promise))|\b(?:me|my|i|his|her|him)\b.{0,40}\b(?:rash|rashes|swollen|swelled|bleeding|blistered|blisters)\b(?! (?:decision|promise|price|bonus))|\b(?:gave|given|giving) (?:me|him|her|my \p{L}+) (?:an? )?(?:\p{L}+ )?(?:rash|hives|blisters)\b/iu,
    ],
    [
      'appendix tonsils gallbladder womb ovaries spleen kidney prostate wisdom',
      /\b(?:had|have|having|getting|has) (?:my|his|her) (?:appendix|tonsils|gallbladder|womb|ovaries|spleen|kidney|prostate|breasts?|thyroid|wisdom teeth) (?:taken |removed|out)/iu,
    ],
    [
      'throwing vomiting puking sick fainted dizzy fainting collapsed passed',
      /\b(?:i|he|she|we|my \p{L}+|my \p{L}+ \p{L}+)(?:'ve|'s|'m| have| has| had| keeps?| kept| been| was| is| am| started| felt| feel| get| got)* (?:been )?(?:throwing up|vomiting|puking|fainted|fainting|dizzy|collapsed|passed out|nauseous)\b/iu,
    ],
    [
      'fever temperature cough nausea cramps',
      /\b(?:have|has|had|got|running|with|having|bad|high|persistent|terrible) (?:a |an |such |this |really )?(?:bad |high |slight |nasty |persistent |constant |terrible |stomach |chesty |dry )*(?:fever(?! tree| pitch| dream)|temperature of|cough(?! syrup| drops| sweets| medicine)|nausea|stomach cramps|period cramps)\b|\b(?:fever|cough|nausea) (?:and|for|since|with)\b.{0,40}\b(?:fever|cough|nausea|sore throat|days|weeks|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/iu,
    ],
    [
      'suicidal suicide myself die harm',
      /\b(?:feel(?:ing)?|felt|am|i'm|been|was) (?:\p{L}+ )?suicidal\b|\b(?:kill|hurt|harm|hurting|harming|cut|cutting|killing) myself\b|\b(?:want|wanted|wanna|going) to (?:die|end (?:it all|my life))\b(?! of (?:laughter|laughing|boredom))|\bmy (?:own )?suicide\b|\bsuicide attempt\b|\btried to (?:take|end) my (?:own )?life\b/iu,
    ],
    [
      'mental anxiety depression breakdown therapy counselling psychotherapy',
      /\b(?:my|his|her) (?:mental health|(?:nervous |mental )?breakdown|psychotherapy|depression|anxiety(?! about))\b|\b(?:i'm|i am|he's|she's|been|was|started|starting|in) (?:in |having |doing |going to )?(?:psychotherapy|trauma therapy|couples therapy|grief counselling)\b|\bmental health (?:problems|issues|crisis|condition|struggles)\b(?! (?:in|among|at))/iu,
    ],
    [
      'wheelchair crutches walker rollator cane prosthetic hearing oxygen inhaler pump pacemaker stoma',
      /\b(?:i|he|she|my \p{L}+|my \p{L}+ \p{L}+|mum|mom|dad|son|daughter|husband|wife)(?:'m|'s|'ve| am| is| was| have| has| had)? ?(?:now |also |always |currently |been |permanently )*(?:use[sd]?|using|walk(?:s|ing)? (?:with|on)|on|in|need(?:s|ed)?|bound to|confined to|wears?|wearing|have|has|got|get around (?:with|in)|rel(?:y|ies) on|came in|comes? in|sits? in|carry|carries) (?:an? |my |his |her |two |the )?(?:\p{L}+ )?(?:wheelchair(?! accessible| access| user\w* toilet)|crutches|walking frame|walking stick|rollator|zimmer frame|prosthetic \p{L}+|hearing aids?|oxygen|inhaler|insulin pump|stoma|colostomy bag|mobility scooter)\b/iu,
    ],
    [
      'relapsed relapse type voices therapy counselling',
      /\b(?:i|he|she|my \p{L}+)(?:'ve|'s| have| has)? (?:just )?relapsed\b|\b(?:i'm|im|i am|he's|she's|my \p{L}+ is|as) an? type (?:1|2|one|two)\b|\b(?:i|he|she|keep|can) (?:can )?hear(?:s|ing)? voices\b|\b(?:i'm|i am|he's|she's|been|still|back|am) (?:still )?in (?:therapy|counselling|psychotherapy)\b/iu,
    ],
    [
      'disease syndrome disorder allergy palsy deficiency infection cancer injury injuries tumour tumor condition',
      /\b(?:i have|i've|i've got|i got|i had|he has|she has|he's got|she's got|my \p{L}+ has|has|have|with|suffer(?:s|ing)? from|diagnosed with|because of|due to|my|his|her) (?:a |an |the |some |this )?(?:\p{L}+ly |bad |severe |mild |rare |chronic |genetic |serious |old |recent |new )*(?!service|customer|shipping|payment|account|privacy|health and)(?:(?!(?:an?|the|some|this|no|any|of|for|about) )\p{L}+['-]?\p{L}* ){1,2}(?:disease|syndrome|disorder|allergy|palsy|deficiency|infection|cancer|injur(?:y|ies)|tumou?r)\b(?! (?:page|policy|menu|research|charity|awareness|section|article|insurance|claim form|law|lawyer|book|clinic|nurse|on (?:our|the|my) (?:server|computer|laptop|system|network|phone)))/iu,
    ],
    [
      'torn pulled ruptured slipped pinched dislocated damaged reconstruction replacement',
      /\b(?:torn|pulled|ruptured|slipped|pinched|dislocated|damaged|injured) (?:\p{L}+ )?(?:shoulder|knee|hip|back|spinal|spine|neck|head|brain|heart|lung|liver|kidney|bowel|stomach|skin|eye|ear|throat|breast|prostate|thyroid|bladder|pelvic|ankle|wrist|elbow|nerve|muscle|tendon|ligament|bone|blood|immune|rotator cuff|spinal cord|cartilage|meniscus|disc|cuff|calf|hamstring|groin|achilles|acl)\b|\b(?:shoulder|knee|hip|back|spinal|spine|neck|head|brain|heart|lung|liver|kidney|bowel|stomach|skin|eye|ear|throat|breast|prostate|thyroid|bladder|pelvic|ankle|wrist|elbow|nerve|muscle|tendon|ligament|bone|blood|immune|rotator cuff|spinal cord|cartilage|meniscus) (?:reconstruction|replacement|surgery|transplant|fusion|implant)\b/iu,
    ],
    [
      'surgery theatre operation operated',
      /\b(?:i was|was|been|he is|she is|he's|she's|i'm|still|he was|she was|my \p{L}+ (?:is|was)) (?:in|having|under) surgery\b|\b(?:was|been|being|got|getting) operated on\b/iu,
    ],
    [
      'patient',
      /\bpatient (?:\p{L}+ )?(?:complains? of|presents with|suffers from|is allergic|was diagnosed|has (?:a history|had|been diagnosed))/iu,
    ],
    [
      'sober alcohol drugs drinking addiction addict detox aa',
      /\b(?:been|am|i'm|he's|she's|got|stay|staying|now) (?:clean and )?sober\b|\b(?:struggl\p{L}+|battl\p{L}+|fight\p{L}*|problems?|issues?) with (?:my |his |her )?(?:alcohol|drugs|drink|drinking|addiction|substance \p{L}+|gambling|cocaine|heroin|opioids|pills)\b|\b(?:recovering|former|ex-) ?(?:alcoholic|addict)\b|\b(?:i am|i'm|he is|he's|she is|she's|my \p{L}+ is) (?:an? )?(?:alcoholic|(?:drug |heroin |coke )?addict)\b|\b(?:my|his|her) (?:detox|aa meeting|aa sponsor|drug problem|drinking problem)\b/iu,
    ],
    [
      'immune immunosuppressed',
      /\b(?:my|his|her) immune system\b|\b(?:i have|i've got|he has|she has) (?:a |no )?(?:weak(?:ened)? |compromised |bad )?immune system\b/iu,
    ],
    [
      'sighted blind impaired deaf hearing',
      /\b(?:i'm|im|i am|he's|he is|she's|she is|my \p{L}+ is|who is|being|going) (?:\p{L}+ly |nearly |almost |half |both |also |born )*(?:sighted|blind(?! to| date)|(?:visually|hearing|sight) impaired|deaf(?! to)|hard of hearing|mute)\b|\b(?:i have|my|his|her) (?:poor |bad |low )?(?:hearing (?:loss|is)|eyesight is|vision is|visual impairment|disability)\b/iu,
    ],
    [
      'stairs walk stand lift carry bend kneel',
      /\b(?:i|he|she|my \p{L}+)\b(?:'m| am| is)? (?:can't|cannot|cant|can only|unable to|not able to|struggle to) (?:\p{L}+ )?(?:walk|climb|stand|bend|kneel|lift|use stairs|do stairs)\b.{0,60}\b(?:because of|due to|since|after|with) (?:my|his|her|an?)\b/iu,
      'not',
    ],
    ['hiv', /\bhiv ?(?:\+|pos|positive)/iu],
    [
      'mg mcg µg iu',
      /\b(?:i|my|he|she|me|him|her|daily|twice|once|morning|night|tablets?|dose|prescribed)\b.{0,60}\b\d+(?:[.,]\d+)? ?(?:mg|mcg|µg|iu)\b|\b\d+(?:[.,]\d+)? ?(?:mg|mcg|µg|iu)\b.{0,30}\b(?:daily|twice a|once a|a day|per day|every (?:day|morning|night|evening|\d+ hours)|at night|in the morning|before bed|bid|tds)\b/iu,
    ],
    [
      'meds medication medications pills tablets antidepressants injections',
      /\b(?:(?:my|his|her) (?:\p{L}+ )?(?:meds|medications?|injections|infusions?|chemo|dialysis)|(?:i'm|i am|he's|she's|he is|she is|been|was|go|went|put (?:me|him|her)) (?:back )?on (?:\p{L}+ )?(?:meds|medication|medications|antidepressants|steroids|pills for|tablets for|dialysis|chemo|insulin|oxygen)|(?:take|takes|taking|took) (?:\p{L}+ ){0,2}(?:meds|medications?|antidepressants|pills for|tablets for|blood thinners|painkillers|antibiotics))\b(?! (?:reminder|app))/iu,
    ],
    [
      'allergic',
      /\b(?:i'm|im|i am|he's|he is|she's|she is|we're|my \p{L}+ is|my \p{L}+'s|is|are) (?:\p{L}+ly |very |super |also |quite |highly )*allergic to (?!(?:bad|mondays?|rude|people|work|your|the (?:idea|word|price)|stupid|nonsense|bullshit|spam|meetings|marketing|ads|this|that|it|long|slow|phone|emails?|calls?)\b)\p{L}+/iu,
    ],
    [
      'intolerant intolerance',
      /\b(?:\p{L}+) intoleran(?:t|ce)\b.{0,20}$|\b(?:i'm|i am|he's|she's|i have|has) (?:an? )?(?:\p{L}+)[ -]intoleran(?:t|ce)\b/iu,
    ],
    [
      'disabled disability handicapped blue',
      /\b(?:i'm|im|i am|he's|she's|he is|she is|my \p{L}+ is|my \p{L}+'s|as a|registered) (?:\p{L}+ly |a )?(?:disabled(?! from| in| by)|handicapped)\b|\b(?:my|his|her) (?:disability|blue badge)\b/iu,
    ],
  ],
}
