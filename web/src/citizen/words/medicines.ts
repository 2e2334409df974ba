import type { Explained } from './entry.ts';

/** What medicines are for, by ATC. */
export const medicines: readonly Explained[] = [
  {
    terms: ['metformin'],
    codes: ['A10BA'],
    name: ['Metformin', 'Metformin', 'Metformin'],
    text: [
      'Senker blodsukkeret ved diabetes type 2. Tas til mat. Blir du syk med oppkast eller diaré, spør lege om du skal ta pause.',
      'Senkar blodsukkeret ved diabetes type 2. Ta han til mat. Blir du sjuk med oppkast eller diaré, spør lege om du skal ta pause.',
      'Lowers the blood sugar in type 2 diabetes. Taken with food. If you fall ill with vomiting or diarrhoea, ask a doctor whether to pause.',
    ],
  },
  {
    terms: ['insulin', 'insulin glargin'],
    codes: ['A10A'],
    name: ['Insulin', 'Insulin', 'Insulin'],
    text: [
      'Hjelper sukkeret fra blodet inn i cellene. For mye kan gi lavt blodsukker: skjelving, svette, forvirring. Ta da noe søtt.',
      'Hjelper sukkeret frå blodet inn i cellene. For mykje kan gje lågt blodsukker: skjelving, sveitte, forvirring. Ta då noko søtt.',
      'Helps sugar from the blood into the cells. Too much may give low blood sugar: trembling, sweat, confusion. Then take something sweet.',
    ],
  },
  {
    terms: ['empagliflozin', 'dapagliflozin'],
    codes: ['A10BK'],
    name: ['SGLT2-hemmer', 'SGLT2-hemmar', 'SGLT2 inhibitor'],
    text: [
      'Får kroppen til å tisse ut sukker. Brukes ved diabetes, og ved hjertesvikt.',
      'Får kroppen til å tisse ut sukker. Blir brukt ved diabetes, og ved hjartesvikt.',
      'Makes the body pass sugar in the urine. Used in diabetes, and in heart failure.',
    ],
  },
  {
    terms: ['statin', 'statiner', 'atorvastatin', 'simvastatin', 'rosuvastatin'],
    codes: ['C10AA'],
    name: ['Statin', 'Statin', 'Statin'],
    text: [
      'Senker kolesterolet og beskytter hjerte og blodårer. Si fra hvis du får vondt i musklene.',
      'Senkar kolesterolet og vernar hjarte og blodårer. Sei frå om du får vondt i musklane.',
      'Lowers cholesterol and protects heart and vessels. Tell if your muscles hurt.',
    ],
  },
  {
    terms: ['acetylsalisylsyre', 'albyl-e', 'blodplatehemmer'],
    codes: ['B01AC'],
    name: ['Blodplatehemmer', 'Blodplatehemmar', 'Antiplatelet'],
    text: [
      'Gjør at blodet ikke klumper seg så lett, for å hindre hjerteinfarkt og slag. Du kan blø litt lettere.',
      'Gjer at blodet ikkje klumpar seg så lett, for å hindre hjarteinfarkt og slag. Du kan blø litt lettare.',
      'Keeps the blood from clotting so easily, to prevent heart attack and stroke. You may bleed a little more easily.',
    ],
  },
  {
    terms: ['blodfortynnende', 'antikoagulasjon', 'apiksaban', 'apixaban', 'warfarin', 'rivaroksaban'],
    codes: ['B01AA', 'B01AF', 'B01AE'],
    name: ['Blodfortynnende', 'Blodfortynnande', 'Blood thinner'],
    text: [
      'Hindrer blodpropp. Du blør lettere: si at du bruker den til tannlege og lege. Slå du hodet, ring lege.',
      'Hindrar blodpropp. Du blør lettare: sei at du bruker han til tannlege og lege. Slår du hovudet, ring lege.',
      'Prevents blood clots. You bleed more easily: tell dentist and doctor that you use it. If you hit your head, call a doctor.',
    ],
  },
  {
    terms: ['betablokker', 'betablokkere', 'metoprolol', 'bisoprolol', 'atenolol'],
    codes: ['C07'],
    name: ['Betablokker', 'Betablokkar', 'Beta blocker'],
    text: [
      'Får hjertet til å slå roligere og senker blodtrykket. Ikke slutt brått.',
      'Får hjartet til å slå rolegare og senkar blodtrykket. Ikkje slutt brått.',
      'Makes the heart beat more calmly and lowers the blood pressure. Do not stop suddenly.',
    ],
  },
  {
    terms: ['ace-hemmer', 'ramipril', 'enalapril', 'kandesartan', 'losartan', 'valsartan'],
    codes: ['C09'],
    name: [
      'Blodtrykksmedisin (ACE-hemmer eller lignende)',
      'Blodtrykksmedisin (ACE-hemmar eller liknande)',
      'Blood pressure medicine (ACE inhibitor or like)',
    ],
    text: [
      'Utvider blodårene, senker blodtrykket og avlaster hjertet. Nyrer og kalium følges med blodprøver.',
      'Utvidar blodårene, senkar blodtrykket og avlastar hjartet. Nyrer og kalium blir følgde med blodprøver.',
      'Widens the vessels, lowers the blood pressure and relieves the heart. Kidneys and potassium are followed by blood tests.',
    ],
  },
  {
    terms: ['kalsiumblokker', 'amlodipin'],
    codes: ['C08'],
    name: ['Kalsiumblokker', 'Kalsiumblokkar', 'Calcium channel blocker'],
    text: [
      'Utvider blodårene og senker blodtrykket. Anklene kan hovne litt.',
      'Utvidar blodårene og senkar blodtrykket. Anklane kan hovne litt.',
      'Widens the vessels and lowers the blood pressure. The ankles may swell a little.',
    ],
  },
  {
    terms: ['vanndrivende', 'vassdrivande', 'furosemid', 'bumetanid', 'hydroklortiazid', 'spironolakton', 'diuretika'],
    codes: ['C03'],
    name: ['Vanndrivende', 'Vassdrivande', 'Water tablet'],
    text: [
      'Hjelper kroppen å tisse ut vann som har samlet seg. Vekten viser om det virker. Svimmel når du reiser deg? Si fra.',
      'Hjelper kroppen å tisse ut vatn som har samla seg. Vekta viser om det verkar. Svimmel når du reiser deg? Sei frå.',
      'Helps the body pass water that has gathered. The weight shows whether it works. Dizzy when you rise? Tell.',
    ],
  },
  {
    terms: ['glyseroltrinitrat', 'nitroglyserin'],
    codes: ['C01DA'],
    name: ['Nitroglyserin', 'Nitroglyserin', 'Nitroglycerin'],
    text: [
      'Utvider årene til hjertet når du får press i brystet. Sitt når du tar den. Hjelper den ikke, ring 113.',
      'Utvidar årene til hjartet når du får press i brystet. Sit når du tek han. Hjelper han ikkje, ring 113.',
      'Widens the vessels of the heart when your chest tightens. Sit when you take it. If it does not help, call 113.',
    ],
  },
  {
    terms: ['zopiklon', 'zolpidem', 'sovetablett', 'sovetabletter', 'sovemedisin'],
    codes: ['N05C'],
    name: ['Sovemedisin', 'Sovemedisin', 'Sleeping tablet'],
    text: [
      'Hjelper deg å sovne, men virker dårligere over tid og kan gi fall og glemsomhet. Best i korte perioder.',
      'Hjelper deg å sovne, men verkar dårlegare over tid og kan gje fall og gløymsle. Best i korte periodar.',
      'Helps you fall asleep, but works less over time and can give falls and forgetfulness. Best for short times.',
    ],
  },
  {
    terms: ['donepezil', 'memantin'],
    codes: ['N06D'],
    name: ['Medisin mot demens', 'Medisin mot demens', 'Medicine for dementia'],
    text: [
      'Kan bremse hukommelsestapet en tid. Den tas oftest om kvelden.',
      'Kan bremse hukommelsestapet ei tid. Ta han oftast om kvelden.',
      'May slow the loss of memory for a time. Mostly taken in the evening.',
    ],
  },
  {
    terms: ['escitalopram', 'sertralin', 'ssri', 'antidepressiva', 'mirtazapin'],
    codes: ['N06A'],
    name: ['Medisin mot depresjon og angst', 'Medisin mot depresjon og angst', 'Medicine for depression and anxiety'],
    text: [
      'Virker etter to–fire uker. Ikke slutt brått; trapp ned sammen med legen.',
      'Verkar etter to–fire veker. Ikkje slutt brått; trapp ned saman med legen.',
      'Works after two to four weeks. Do not stop suddenly; reduce it together with your doctor.',
    ],
  },
  {
    terms: ['paracetamol', 'paracet'],
    codes: ['N02BE'],
    name: ['Paracetamol', 'Paracetamol', 'Paracetamol'],
    text: [
      'Mot smerter og feber. Aldri mer enn det som står på pakken, det kan skade leveren.',
      'Mot smerter og feber. Aldri meir enn det som står på pakken, det kan skade levra.',
      'For pain and fever. Never more than the package says; it can harm the liver.',
    ],
  },
  {
    terms: ['ibuprofen', 'naproksen', 'nsaid', 'nsaids', 'diklofenak'],
    codes: ['M01A'],
    name: ['Betennelsesdempende (NSAID)', 'Betennelsesdempande (NSAID)', 'Anti-inflammatory (NSAID)'],
    text: [
      'Mot smerter og betennelse. Passer dårlig ved hjertesvikt, nyresykdom eller blodfortynnende medisin. Spør først.',
      'Mot smerter og betennelse. Passar dårleg ved hjartesvikt, nyresjukdom eller blodfortynnande medisin. Spør først.',
      'For pain and inflammation. Fits badly with heart failure, kidney disease or blood thinners. Ask first.',
    ],
  },
  {
    terms: ['morfin', 'oksykodon', 'opioid', 'opioider', 'fentanyl', 'tramadol', 'kodein'],
    codes: ['N02A'],
    name: ['Sterkt smertestillende (opioid)', 'Sterkt smertestillande (opioid)', 'Strong painkiller (opioid)'],
    text: [
      'Mot sterke smerter. Kan gi døsighet, kvalme, treg mage og avhengighet. Ikke kjør bil før du har spurt.',
      'Mot sterke smerter. Kan gje døs, kvalme, treg mage og avhengnad. Ikkje køyr bil før du har spurt.',
      'For strong pain. May give drowsiness, nausea, constipation and dependence. Do not drive before you have asked.',
    ],
  },
  {
    terms: ['antibiotika', 'antibiotikum', 'penicillin', 'fenoksymetylpenicillin', 'nitrofurantoin', 'pivmecillinam'],
    codes: ['J01'],
    name: ['Antibiotika', 'Antibiotika', 'Antibiotics'],
    text: [
      'Dreper bakterier. Ta hele kuren. Får du utslett eller tung pust, ring lege.',
      'Drep bakteriar. Ta heile kuren. Får du utslett eller tung pust, ring lege.',
      'Kill bacteria. Take the whole course. If you get a rash or heavy breath, call a doctor.',
    ],
  },
  {
    terms: ['levotyroksin', 'levaxin'],
    codes: ['H03A'],
    name: ['Stoffskiftehormon', 'Stoffskiftehormon', 'Thyroid hormone'],
    text: [
      'Gir hormonet som mangler ved lavt stoffskifte. Tas på tom mage, samme tid hver dag.',
      'Gjev hormonet som manglar ved lågt stoffskifte. Ta han på tom mage, same tid kvar dag.',
      'Gives the hormone that is missing in an underactive thyroid. Taken on an empty stomach, at the same time each day.',
    ],
  },
  {
    terms: ['esomeprazol', 'pantoprazol', 'omeprazol', 'syrehemmer'],
    codes: ['A02BC'],
    name: ['Syrehemmer', 'Syrehemmar', 'Acid reducer'],
    text: [
      'Demper magesyren, mot sår og sure oppstøt. Tas før mat.',
      'Dempar magesyra, mot sår og sure oppstøyt. Ta han før mat.',
      'Reduces stomach acid, for ulcers and heartburn. Taken before food.',
    ],
  },
  {
    terms: ['salbutamol', 'ventoline', 'anfallsmedisin'],
    codes: ['R03AC'],
    name: ['Anfallsmedisin til å puste inn', 'Anfallsmedisin til å puste inn', 'Reliever inhaler'],
    text: [
      'Åpner luftrørene i noen timer når det er tungt å puste. Trenger du den oftere enn før, si fra.',
      'Opnar luftrøyra i nokre timar når det er tungt å puste. Treng du han oftare enn før, sei frå.',
      'Opens the airways for some hours when breathing is heavy. If you need it more often than before, tell.',
    ],
  },
  {
    terms: ['tiotropium', 'inhalasjon', 'inhalator', 'forebyggende inhalasjon'],
    codes: ['R03B', 'R03AK', 'R03AL'],
    name: ['Forebyggende medisin til å puste inn', 'Førebyggjande medisin til å puste inn', 'Preventer inhaler'],
    text: [
      'Holder luftrørene åpne og rolige. Tas hver dag, også når du er bra. Skyll munnen etterpå.',
      'Held luftrøyra opne og rolege. Ta han kvar dag, òg når du er bra. Skyl munnen etterpå.',
      'Keeps the airways open and calm. Taken every day, when you are well too. Rinse your mouth afterwards.',
    ],
  },
  {
    terms: ['kalsium og kolekalsiferol', 'kalktilskudd'],
    codes: ['A12A', 'A11CC'],
    name: ['Kalk og D-vitamin', 'Kalk og D-vitamin', 'Calcium and vitamin D'],
    text: [
      'Styrker skjelettet når maten ikke gir nok.',
      'Styrkjer skjelettet når maten ikkje gjev nok.',
      'Strengthens the bones when food does not give enough.',
    ],
  },
  {
    terms: ['laktulose', 'makrogol', 'avføringsmiddel'],
    codes: ['A06A'],
    name: ['Middel mot treg mage', 'Middel mot treg mage', 'Laxative'],
    text: [
      'Gjør avføringen mykere. Drikk godt med vann.',
      'Gjer avføringa mjukare. Drikk godt med vatn.',
      'Makes the stool softer. Drink plenty of water.',
    ],
  },
];
