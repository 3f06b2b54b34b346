import { listed } from './way.ts'

/** What medicine calls things in every language of Europe: by their beginnings. */
export const medicines: readonly string[] = listed(`
  metformin*, insulin*, ozempic, wegovy, mounjaro, semaglut*, liraglut*, tirzepat*, sitaglipt*, empaglif*, dapaglif*, glargin*,
  prozac, zoloft, xanax, valium, ritalin*, adderall, concerta, elvanse, seroquel, abilify, lamictal, lyrica, lexapro, cymbalta,
  sertralin*, fluoxetin*, paroxetin*, citalopram*, escitalopram*, venlafaxin*, duloxetin*, mirtazapin*, amitriptylin*, bupropion*,
  quetiapin*, olanzapin*, risperid*, aripiprazol*, haloperidol*, clozapin*, lamotrigin*, levetiracetam*, carbamazepin*,
  valproat*, gabapentin*, pregabalin*, diazepam*, lorazepam*, alprazolam*, clonazepam*, zolpidem*, methylphenidat*,
  lisdexamfetamin*, metoprolol*, bisoprolol*, propranolol*, atenolol*, carvedilol*, ramipril*, lisinopril*, enalapril*,
  perindopril*, losartan*, valsartan*, candesartan*, telmisartan*, amlodipin*, furosemid*, torasemid*, spironolacton*,
  simvastatin*, atorvastatin*, rosuvastatin*, pravastatin*, warfarin*, marcumar*, sintrom*, eliquis*, xarelto*, apixaban*, rivaroxaban*,
  clopidogrel*, heparin*, levothyrox*, l-thyrox*, thyroxin*, euthyrox*, levotiroxin*, eutirox, prednis*, cortison*, kortison*,
  hydrocortison*, methotrexat*, metotrexat*, adalimumab*, humira*, infliximab*, rituximab*, tamoxifen*, letrozol*,
  salbutamol*, ventolin*, symbicort*, seretide*, budesonid*, amoxicillin*, amoxicilin*, doxycyclin*, azithromycin*,
  ciprofloxacin*, clarithromycin*, fluconazol*, aciclovir*, valaciclovir*, truvada*, antiretrovir*, omeprazol*, pantoprazol*,
  tramadol*, oxycodon*, oxicodon*, oxycontin*, morphin*, morfin*, fentanyl*, fentanil*, tilidin*, methadon*, metadon*, buprenorphin*,
  subutex*, suboxon*, naltrexon*, disulfiram*, antabus*, epipen*, levodopa*, donepezil*, finasterid*, sildenafil*, viagra*,
  tadalafil*, lexomil, doliprane, novalgin*, tavor, opipramol*, sumatriptan*, rizatriptan*, ritonavir*, tamsulosin*, allopurinol*, colchicin*, digoxin*, amiodaron*, insulat*, lantus, novorapid, humalog, testosteron*, clomifen*, ibuprofen*, diclofenac*, naproxen*`)

/** What medicine calls things: by their ends, of words that are nothing else. */
export const endings: readonly string[] = listed(`
  itis, aemia, aemie, ectomy, ektomie, ectomie, ectomia, algia, plegia, plegie, plejia, pathie, pathia, patia, carcinoma, karzinom, carcinome,
  sarkom, sarcoma, sarcome, lymphom, lymphoma, linfoma, lymphome, myelom, myeloma, mieloma, myelome, blastom, blastoma, glaukom, melanom, melanoma, melanome,
  osclerosis, osklerose, osclerose, thrombose, arthrose, osteoporose, fibrose, fibrosis, hirntumor, tumoren, psychosis, neurosis, stenosis, stenose, thrombosis, trombosis, cirrhosis, scoliosis, skoliose,
  claustrophobia, agoraphobia, klaustrophobie, agoraphobie, krankheit, erkrankung, erkrankungen, entzundung, allergie, allergiker, allergikerin, krebs, infarkt, phobie,
  anfalle, insuffizienz, patient, patientin, schmerzen, medikamente`)

/** Words that end so and are nothing of the kind. */
export const noMedicine = new Set(
  listed(`nostalgia, sympathie, apathie, empathie, antipathie, telepathie, homoopathie, homeopathie, osteopathie, naturopathie,
  simpatia, empatia, apatia, antipatia, telepatia, homeopatia, osteopatia, naturopatia, patient, patientin, verkehrsinfarkt, flusskrebs, einsiedlerkrebs,
  kinderkrankheit, modekrankheit, medikamente, schmerzen, krebs, krankheit, infarkt, phobie, allergie, patia, tierkrankheit, pflanzenkrankheit`),
)
