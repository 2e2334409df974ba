import type { Explained } from './entry.ts';

/** Illnesses and complaints, by ICPC-2, ICD-10 and name. */
export const conditions: readonly Explained[] = [
  {
    terms: ['diabetes type 2', 'type 2-diabetes', 'diabetes ikke-insulinavhengig'],
    codes: ['T90', 'E11'],
    name: ['Diabetes type 2', 'Diabetes type 2', 'Type 2 diabetes'],
    text: [
      'Kroppen klarer ikke å bruke sukkeret i blodet godt nok, så blodsukkeret blir for høyt. Mat, bevegelse og medisiner holder det nede.',
      'Kroppen klarer ikkje å bruke sukkeret i blodet godt nok, så blodsukkeret blir for høgt. Mat, rørsle og medisinar held det nede.',
      'The body cannot use the sugar in the blood well enough, so the blood sugar becomes too high. Food, movement and medicines keep it down.',
    ],
  },
  {
    terms: ['diabetes type 1', 'type 1-diabetes', 'diabetes insulinavhengig'],
    codes: ['T89', 'E10'],
    name: ['Diabetes type 1', 'Diabetes type 1', 'Type 1 diabetes'],
    text: [
      'Kroppen lager ikke insulin, som sukkeret trenger for å komme inn i cellene. Derfor må du ha insulin hver dag.',
      'Kroppen lagar ikkje insulin, som sukkeret treng for å kome inn i cellene. Difor må du ha insulin kvar dag.',
      'The body makes no insulin, which sugar needs to get into the cells. So you must have insulin every day.',
    ],
  },
  {
    terms: ['hypertensjon', 'hypertensjon ukomplisert', 'høyt blodtrykk', 'høgt blodtrykk'],
    codes: ['K86', 'K87', 'I10'],
    name: ['Høyt blodtrykk (hypertensjon)', 'Høgt blodtrykk (hypertensjon)', 'High blood pressure (hypertension)'],
    text: [
      'Trykket i blodårene er høyere enn det bør være. Du merker det sjelden selv, men over år sliter det på hjerte, hjerne og nyrer.',
      'Trykket i blodårene er høgare enn det bør vere. Du merkar det sjeldan sjølv, men over år slit det på hjarte, hjerne og nyrer.',
      'The pressure in the blood vessels is higher than it should be. You seldom notice, but over years it wears on heart, brain and kidneys.',
    ],
  },
  {
    terms: ['hjertesvikt', 'hjartesvikt'],
    codes: ['K77', 'I50'],
    name: ['Hjertesvikt', 'Hjartesvikt', 'Heart failure'],
    text: [
      'Hjertet pumper svakere enn det skal. Vann kan samle seg i beina og lungene, og du kan bli tungpustet. Derfor veier mange seg hver dag.',
      'Hjartet pumpar svakare enn det skal. Vatn kan samle seg i beina og lungene, og du kan bli tungpusta. Difor veg mange seg kvar dag.',
      'The heart pumps more weakly than it should. Water can gather in the legs and lungs, and you may be short of breath. That is why many weigh themselves every day.',
    ],
  },
  {
    terms: ['atrieflimmer', 'hjerteflimmer', 'forkammerflimmer', 'flimmer'],
    codes: ['K78', 'I48'],
    name: ['Hjerteflimmer (atrieflimmer)', 'Hjarteflimmer (atrieflimmer)', 'Atrial fibrillation'],
    text: [
      'Hjertet slår ujevnt fordi forkamrene dirrer. Det kan gi blodpropp, og derfor bruker mange blodfortynnende medisin.',
      'Hjartet slår ujamt fordi forkammera dirrar. Det kan gje blodpropp, og difor bruker mange blodfortynnande medisin.',
      'The heart beats unevenly because its upper chambers quiver. It can give blood clots, so many use blood thinners.',
    ],
  },
  {
    terms: ['angina', 'angina pectoris', 'koronarsykdom', 'iskemisk hjertesykdom'],
    codes: ['K74', 'K76', 'I20', 'I25'],
    name: ['Trange årer til hjertet', 'Tronge årer til hjartet', 'Narrowed vessels of the heart'],
    text: [
      'Blodårene til hjertet er trange, så hjertet får for lite surstoff når det arbeider. Det kan kjennes som press i brystet. Varer det, ring 113.',
      'Blodårene til hjartet er tronge, så hjartet får for lite surstoff når det arbeider. Det kan kjennast som press i brystet. Varer det, ring 113.',
      'The vessels of the heart are narrow, so it gets too little oxygen when it works. It can feel like pressure in the chest. If it lasts, call 113.',
    ],
  },
  {
    terms: ['hjerneslag', 'slag', 'hjerneinfarkt'],
    codes: ['K90', 'K91', 'I63', 'I64'],
    name: ['Hjerneslag', 'Hjerneslag', 'Stroke'],
    text: [
      'En del av hjernen har vært uten blod, eller det har blødd i hjernen. Skjevt ansikt, slapp arm eller uklar tale: ring 113 med en gang.',
      'Ein del av hjernen har vore utan blod, eller det har blødd i hjernen. Skeivt ansikt, slapp arm eller uklar tale: ring 113 med ein gong.',
      'A part of the brain has been without blood, or has bled. A crooked face, a weak arm or unclear speech: call 113 at once.',
    ],
  },
  {
    terms: ['kols', 'kronisk obstruktiv lungesykdom'],
    codes: ['R95', 'J44'],
    name: ['KOLS', 'KOLS', 'COPD'],
    text: [
      'Luftrørene er trange og lungene slitt, så det er tungt å puste. Det går ikke helt tilbake, men å slutte å røyke, trene og bruke medisin hjelper.',
      'Luftrøyra er tronge og lungene slitne, så det er tungt å puste. Det går ikkje heilt tilbake, men å slutte å røykje, trene og bruke medisin hjelper.',
      'The airways are narrow and the lungs worn, so breathing is heavy. It does not quite heal, but to stop smoking, exercise and medicines help.',
    ],
  },
  {
    terms: ['astma'],
    codes: ['R96', 'J45'],
    name: ['Astma', 'Astma', 'Asthma'],
    text: [
      'Luftrørene trekker seg sammen av og til, så det piper i brystet og er tungt å puste. Forebyggende medisin tas også når du er bra.',
      'Luftrøyra trekkjer seg saman av og til, så det pip i brystet og er tungt å puste. Førebyggjande medisin skal takast òg når du er bra.',
      'The airways tighten now and then, with wheezing and heavy breath. Preventive medicine is taken when you are well too.',
    ],
  },
  {
    terms: ['demens', 'alzheimers sykdom'],
    codes: ['P70', 'F00', 'F01', 'F03', 'G30'],
    name: ['Demens', 'Demens', 'Dementia'],
    text: [
      'En sykdom i hjernen som gjør det vanskeligere å huske og å klare hverdagen. Den kommer langsomt. Faste rutiner og god hjelp betyr mye.',
      'Ein sjukdom i hjernen som gjer det vanskelegare å hugse og å klare kvardagen. Han kjem langsamt. Faste rutinar og god hjelp betyr mykje.',
      'An illness of the brain that makes it harder to remember and to manage daily life. It comes slowly. Fixed routines and good help mean much.',
    ],
  },
  {
    terms: ['delirium', 'akutt forvirring'],
    codes: ['P71', 'F05'],
    name: ['Delirium (akutt forvirring)', 'Delirium (akutt forvirring)', 'Delirium (sudden confusion)'],
    text: [
      'Plutselig forvirring som kommer av sykdom, smerter eller medisiner. Den går oftest over når det som er årsaken, blir behandlet.',
      'Plutseleg forvirring som kjem av sjukdom, smerter eller medisinar. Han går oftast over når det som er årsaka, blir behandla.',
      'Sudden confusion caused by illness, pain or medicines. It mostly passes when its cause is treated.',
    ],
  },
  {
    terms: ['depresjon', 'depressiv lidelse'],
    codes: ['P76', 'F32', 'F33'],
    name: ['Depresjon', 'Depresjon', 'Depression'],
    text: [
      'Å være nedfor, uten glede og krefter, i uker eller lenger. Det er vanlig, og samtaler, aktivitet og noen ganger medisin hjelper.',
      'Å vere nedfor, utan glede og krefter, i veker eller lenger. Det er vanleg, og samtalar, aktivitet og nokre gonger medisin hjelper.',
      'To be low, without joy and strength, for weeks or longer. It is common, and talks, activity and sometimes medicine help.',
    ],
  },
  {
    terms: ['angst', 'angstlidelse', 'generalisert angst'],
    codes: ['P74', 'P01', 'F41'],
    name: ['Angst', 'Angst', 'Anxiety'],
    text: [
      'Uro eller redsel som er sterkere enn situasjonen skulle tilsi. Kroppen kan reagere med hjertebank og pustebesvær uten at det er farlig.',
      'Uro eller redsle som er sterkare enn situasjonen skulle tilseie. Kroppen kan reagere med hjartebank og pustevanskar utan at det er farleg.',
      'Unrest or fear stronger than the situation would suggest. The body may answer with a pounding heart and tight breath without danger.',
    ],
  },
  {
    terms: ['lipidstoffskifte forstyrrelse', 'lipidforstyrrelse', 'hyperkolesterolemi', 'høyt kolesterol'],
    codes: ['T93', 'E78'],
    name: ['Høyt kolesterol', 'Høgt kolesterol', 'High cholesterol'],
    text: [
      'Det er for mye fett i blodet. Over år kan det tette blodårene. Mat og medisin senker det.',
      'Det er for mykje feitt i blodet. Over år kan det tette blodårene. Mat og medisin senkar det.',
      'There is too much fat in the blood. Over years it can clog the vessels. Food and medicine lower it.',
    ],
  },
  {
    terms: ['hypotyreose', 'lavt stoffskifte'],
    codes: ['T86', 'E03'],
    name: ['Lavt stoffskifte', 'Lågt stoffskifte', 'Underactive thyroid'],
    text: [
      'Skjoldbruskkjertelen lager for lite hormon, så kroppen går saktere. En tablett om dagen gir det som mangler.',
      'Skjoldbruskkjertelen lagar for lite hormon, så kroppen går saktare. Ein tablett om dagen gjev det som manglar.',
      'The thyroid gland makes too little hormone, so the body runs slower. A tablet a day gives what is missing.',
    ],
  },
  {
    terms: ['osteoporose', 'beinskjørhet', 'benskjørhet'],
    codes: ['L95', 'M80', 'M81'],
    name: ['Beinskjørhet (osteoporose)', 'Beinskjørleik (osteoporose)', 'Osteoporosis'],
    text: [
      'Skjelettet er skjørere enn før og brekker lettere. Trening, kalk, D-vitamin og medisin styrker det.',
      'Skjelettet er skjørare enn før og brekk lettare. Trening, kalk, D-vitamin og medisin styrkjer det.',
      'The bones are more brittle than before and break more easily. Exercise, calcium, vitamin D and medicine strengthen them.',
    ],
  },
  {
    terms: ['artrose', 'slitasjegikt', 'kneartrose', 'hofteartrose'],
    codes: ['L89', 'L90', 'L91', 'M15', 'M16', 'M17', 'M19'],
    name: ['Slitasje i ledd (artrose)', 'Slitasje i ledd (artrose)', 'Osteoarthritis'],
    text: [
      'Brusken i leddet er slitt, så det gjør vondt og blir stivt. Trening er den beste behandlingen.',
      'Brusken i leddet er sliten, så det gjer vondt og blir stivt. Trening er den beste behandlinga.',
      'The cartilage in the joint is worn, so it hurts and stiffens. Exercise is the best treatment.',
    ],
  },
  {
    terms: ['urinveisinfeksjon', 'cystitt', 'blærekatarr'],
    codes: ['U71', 'N30', 'N39'],
    name: ['Urinveisinfeksjon', 'Urinvegsinfeksjon', 'Urinary tract infection'],
    text: [
      'Bakterier i blæren gir svie og hyppig vannlating. Hos eldre kan forvirring være det første tegnet.',
      'Bakteriar i blæra gjev svie og hyppig vasslating. Hos eldre kan forvirring vere det første teiknet.',
      'Bacteria in the bladder give stinging and frequent urination. In the old, confusion may be the first sign.',
    ],
  },
  {
    terms: ['lungebetennelse', 'pneumoni'],
    codes: ['R81', 'J15', 'J18'],
    name: ['Lungebetennelse (pneumoni)', 'Lungebetennelse (pneumoni)', 'Pneumonia'],
    text: [
      'Betennelse i lungene, med feber, hoste og tung pust. Skyldes det bakterier, hjelper antibiotika.',
      'Betennelse i lungene, med feber, hoste og tung pust. Kjem det av bakteriar, hjelper antibiotika.',
      'Inflammation of the lungs, with fever, cough and heavy breath. If bacteria cause it, antibiotics help.',
    ],
  },
  {
    terms: ['anemi', 'blodmangel', 'jernmangelanemi'],
    codes: ['B80', 'B82', 'D50', 'D64'],
    name: ['Blodmangel (anemi)', 'Blodmangel (anemi)', 'Anaemia'],
    text: [
      'Det er for lite av stoffet som frakter surstoff i blodet. Du kan bli trett, blek og tungpustet.',
      'Det er for lite av stoffet som fraktar surstoff i blodet. Du kan bli trøytt, bleik og tungpusta.',
      'There is too little of what carries oxygen in the blood. You may be tired, pale and short of breath.',
    ],
  },
  {
    terms: ['nyresvikt', 'kronisk nyresykdom'],
    codes: ['U99', 'N18'],
    name: ['Nedsatt nyrefunksjon', 'Nedsett nyrefunksjon', 'Reduced kidney function'],
    text: [
      'Nyrene renser blodet dårligere enn før. Noen medisiner må da tas i mindre dose, eller ikke tas.',
      'Nyrene reinsar blodet dårlegare enn før. Nokre medisinar må då takast i mindre dose, eller ikkje takast.',
      'The kidneys clean the blood less well than before. Some medicines must then be taken in a smaller dose, or not at all.',
    ],
  },
  {
    terms: ['distal radiusfraktur', 'radiusfraktur', 'håndleddsbrudd', 'brudd i håndledd', 'collesfraktur'],
    codes: ['L72', 'S52'],
    name: ['Brudd i håndleddet', 'Brot i handleddet', 'Broken wrist'],
    text: [
      'Et brudd i underarmsbeinet nær hånden, oftest etter et fall. Gips holder det rolig i fem–seks uker.',
      'Eit brot i underarmsbeinet nær handa, oftast etter eit fall. Gips held det roleg i fem–seks veker.',
      'A break of the forearm bone near the hand, mostly after a fall. Plaster keeps it still for five or six weeks.',
    ],
  },
  {
    terms: ['migrene'],
    codes: ['N89', 'G43'],
    name: ['Migrene', 'Migrene', 'Migraine'],
    text: [
      'Anfall av sterk hodepine, ofte på én side, med kvalme og vondt av lys.',
      'Anfall av sterk hovudverk, ofte på éi side, med kvalme og vondt av lys.',
      'Attacks of strong headache, often on one side, with nausea and pain from light.',
    ],
  },
  {
    terms: ['epilepsi'],
    codes: ['N88', 'G40'],
    name: ['Epilepsi', 'Epilepsi', 'Epilepsy'],
    text: [
      'En tendens til anfall fordi hjernens signaler en kort stund går i stå. Fast medisin forebygger.',
      'Ein tendens til anfall fordi signala i hjernen ei kort stund går i stå. Fast medisin førebyggjer.',
      'A tendency to seizures because the signals of the brain jam for a short while. Regular medicine prevents them.',
    ],
  },
  {
    terms: ['øvre luftveisinfeksjon', 'forkjølelse'],
    codes: ['R74', 'J06'],
    name: ['Forkjølelse', 'Forkjøling', 'Common cold'],
    text: [
      'En infeksjon i nese og hals som går over av seg selv. Antibiotika hjelper ikke.',
      'Ein infeksjon i nase og hals som går over av seg sjølv. Antibiotika hjelper ikkje.',
      'An infection of nose and throat that passes by itself. Antibiotics do not help.',
    ],
  },
];
