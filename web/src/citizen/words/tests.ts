import type { Explained } from './entry.ts';

/** Tests and measurements, by laboratory codes (NLK), LOINC and name. */
export const tests: readonly Explained[] = [
  {
    terms: ['hba1c', 'langtidsblodsukker'],
    codes: ['NPU27300', '59261-8'],
    name: ['HbA1c (langtidsblodsukker)', 'HbA1c (langtidsblodsukker)', 'HbA1c (long-term blood sugar)'],
    text: [
      'Viser hvordan blodsukkeret har vært de siste to–tre månedene. Mange med diabetes har et mål på rundt 53; legen setter ditt.',
      'Viser korleis blodsukkeret har vore dei siste to–tre månadene. Mange med diabetes har eit mål på rundt 53; legen set ditt.',
      'Shows how the blood sugar has been the last two or three months. Many with diabetes have a goal of about 53; your doctor sets yours.',
    ],
  },
  {
    terms: ['glukose', 'blodsukker'],
    codes: ['NPU02192', '14749-6', 'NPU22089'],
    name: ['Blodsukker', 'Blodsukker', 'Blood sugar'],
    text: [
      'Hvor mye sukker det er i blodet akkurat da prøven ble tatt. Det stiger etter mat.',
      'Kor mykje sukker det er i blodet akkurat då prøven vart teken. Det stig etter mat.',
      'How much sugar there is in the blood just when it was tested. It rises after food.',
    ],
  },
  {
    terms: ['hemoglobin', 'hb', 'blodprosent'],
    codes: ['NOR05172', '718-7'],
    name: ['Hemoglobin (blodprosent)', 'Hemoglobin (blodprosent)', 'Haemoglobin'],
    text: [
      'Det som frakter surstoff i blodet. Lavt tyder på blodmangel.',
      'Det som fraktar surstoff i blodet. Lågt tyder på blodmangel.',
      'What carries oxygen in the blood. Low suggests anaemia.',
    ],
  },
  {
    terms: ['leukocytter', 'hvite blodceller'],
    codes: ['NPU02593', '26464-8'],
    name: ['Hvite blodceller', 'Kvite blodceller', 'White blood cells'],
    text: [
      'Cellene som kjemper mot smitte. De blir ofte flere ved en infeksjon.',
      'Cellene som kjempar mot smitte. Dei blir ofte fleire ved ein infeksjon.',
      'The cells that fight infection. Often there are more of them during one.',
    ],
  },
  {
    terms: ['trombocytter', 'blodplater'],
    codes: ['NPU03568', '26515-7'],
    name: ['Blodplater', 'Blodplater', 'Platelets'],
    text: [
      'Små biter i blodet som stopper blødninger.',
      'Små bitar i blodet som stoppar blødingar.',
      'Small pieces in the blood that stop bleeding.',
    ],
  },
  {
    terms: ['crp'],
    codes: ['NPU19748', '1988-5'],
    name: ['CRP', 'CRP', 'CRP'],
    text: [
      'Stiger når det er betennelse i kroppen. Høye verdier kan tyde på bakterier.',
      'Stig når det er betennelse i kroppen. Høge verdiar kan tyde på bakteriar.',
      'Rises when there is inflammation in the body. High values may suggest bacteria.',
    ],
  },
  {
    terms: ['kreatinin'],
    codes: ['NPU18016', '14682-9'],
    name: ['Kreatinin', 'Kreatinin', 'Creatinine'],
    text: [
      'Et avfallsstoff som nyrene renser ut. Høyt kan bety at nyrene arbeider dårligere.',
      'Eit avfallsstoff som nyrene reinsar ut. Høgt kan bety at nyrene arbeider dårlegare.',
      'A waste substance that the kidneys clear. High may mean that the kidneys work less well.',
    ],
  },
  {
    terms: ['egfr', 'gfr'],
    codes: ['NOR25909', '62238-1'],
    name: ['eGFR (nyrefunksjon)', 'eGFR (nyrefunksjon)', 'eGFR (kidney function)'],
    text: [
      'Regnet ut fra kreatinin: hvor godt nyrene renser blodet. Tallet synker litt med alderen.',
      'Rekna ut frå kreatinin: kor godt nyrene reinsar blodet. Talet søkk litt med alderen.',
      'Worked out from creatinine: how well the kidneys clean the blood. It falls a little with age.',
    ],
  },
  {
    terms: ['kalium'],
    codes: ['NPU03230', '2823-3'],
    name: ['Kalium', 'Kalium', 'Potassium'],
    text: [
      'Et salt som hjerte og muskler trenger i riktig mengde. Vanndrivende og blodtrykksmedisin kan endre det.',
      'Eit salt som hjarte og musklar treng i rett mengd. Vassdrivande og blodtrykksmedisin kan endre det.',
      'A salt that heart and muscles need in the right amount. Water tablets and blood pressure medicine can change it.',
    ],
  },
  {
    terms: ['natrium'],
    codes: ['NPU03429', '2951-2'],
    name: ['Natrium', 'Natrium', 'Sodium'],
    text: [
      'Et salt som styrer vannet i kroppen. Lavt kan gi slapphet og forvirring.',
      'Eit salt som styrer vatnet i kroppen. Lågt kan gje slappleik og forvirring.',
      'A salt that governs the water of the body. Low can give weakness and confusion.',
    ],
  },
  {
    terms: ['kolesterol'],
    codes: ['NPU01566', '14647-2'],
    name: ['Kolesterol', 'Kolesterol', 'Cholesterol'],
    text: [
      'Fettstoff i blodet. Kroppen trenger det, men ikke for mye.',
      'Feittstoff i blodet. Kroppen treng det, men ikkje for mykje.',
      'A fat in the blood. The body needs it, but not too much.',
    ],
  },
  {
    terms: ['ldl-kolesterol', 'ldl'],
    codes: ['NPU01568', '22748-8'],
    name: ['LDL-kolesterol', 'LDL-kolesterol', 'LDL cholesterol'],
    text: [
      'Den delen av kolesterolet som kan tette blodårene. Lavere er bedre, og målet avhenger av hva du har fra før.',
      'Den delen av kolesterolet som kan tette blodårene. Lågare er betre, og målet kjem an på kva du har frå før.',
      'The part of the cholesterol that can clog vessels. Lower is better, and the goal depends on what you have had.',
    ],
  },
  {
    terms: ['hdl-kolesterol', 'hdl'],
    codes: ['NPU01567', '14646-4'],
    name: ['HDL-kolesterol', 'HDL-kolesterol', 'HDL cholesterol'],
    text: [
      'Den delen av kolesterolet som rydder opp. Høyere er bedre.',
      'Den delen av kolesterolet som ryddar opp. Høgare er betre.',
      'The part of the cholesterol that clears up. Higher is better.',
    ],
  },
  {
    terms: ['tsh'],
    codes: ['NPU03577', '3016-3'],
    name: ['TSH (stoffskifte)', 'TSH (stoffskifte)', 'TSH (thyroid)'],
    text: [
      'Signalet fra hjernen til skjoldbruskkjertelen. Høyt tyder på lavt stoffskifte, lavt på høyt.',
      'Signalet frå hjernen til skjoldbruskkjertelen. Høgt tyder på lågt stoffskifte, lågt på høgt.',
      'The signal from the brain to the thyroid gland. High suggests an underactive thyroid, low an overactive one.',
    ],
  },
  {
    terms: ['fritt t4'],
    codes: ['NPU03579', '14920-3'],
    name: ['Fritt T4 (stoffskifte)', 'Fritt T4 (stoffskifte)', 'Free T4 (thyroid)'],
    text: [
      'Hormonet fra skjoldbruskkjertelen som setter farten i kroppen.',
      'Hormonet frå skjoldbruskkjertelen som set farten i kroppen.',
      'The hormone of the thyroid gland that sets the pace of the body.',
    ],
  },
  {
    terms: ['alat'],
    codes: ['NPU19651', '1742-6'],
    name: ['ALAT (lever)', 'ALAT (lever)', 'ALAT (liver)'],
    text: [
      'Lekker ut i blodet når leveren er irritert, for eksempel av medisin eller alkohol.',
      'Lek ut i blodet når levra er irritert, til dømes av medisin eller alkohol.',
      'Leaks into the blood when the liver is irritated, by medicine or alcohol for example.',
    ],
  },
  {
    terms: ['ferritin', 'jernlager'],
    codes: ['NPU19763', '2276-4'],
    name: ['Ferritin (jernlager)', 'Ferritin (jernlager)', 'Ferritin (iron stores)'],
    text: [
      'Viser hvor mye jern kroppen har på lager.',
      'Viser kor mykje jern kroppen har på lager.',
      'Shows how much iron the body has in store.',
    ],
  },
  {
    terms: ['vitamin b12'],
    codes: ['NPU01700', '14685-2'],
    name: ['Vitamin B12', 'Vitamin B12', 'Vitamin B12'],
    text: [
      'Trengs til blod og nerver. For lite kan gi trøtthet og prikking.',
      'Trengst til blod og nervar. For lite kan gje trøyttleik og prikking.',
      'Needed for blood and nerves. Too little can give tiredness and tingling.',
    ],
  },
  {
    terms: ['vitamin d'],
    codes: ['NPU10267'],
    name: ['Vitamin D', 'Vitamin D', 'Vitamin D'],
    text: [
      'Trengs til skjelett og muskler. Vi får det fra sol, fet fisk og tran.',
      'Trengst til skjelett og musklar. Vi får det frå sol, feit fisk og tran.',
      'Needed for bones and muscles. We get it from sun, fatty fish and cod liver oil.',
    ],
  },
  {
    terms: ['inr'],
    codes: ['NPU01685', '6301-6'],
    name: ['INR', 'INR', 'INR'],
    text: [
      'Hvor lang tid blodet bruker på å levre seg når du tar warfarin. Målet er oftest 2–3.',
      'Kor lang tid blodet bruker på å levre seg når du tek warfarin. Målet er oftast 2–3.',
      'How long the blood takes to clot when you use warfarin. The goal is mostly 2–3.',
    ],
  },
  {
    terms: ['nt-probnp', 'probnp'],
    codes: ['NPU21571', '33762-6'],
    name: ['NT-proBNP (hjertet)', 'NT-proBNP (hjartet)', 'NT-proBNP (heart)'],
    text: [
      'Et stoff hjertet slipper ut når det strever. Brukes til å følge hjertesvikt.',
      'Eit stoff hjartet slepper ut når det strevar. Blir brukt til å følgje hjartesvikt.',
      'A substance the heart releases when it strains. Used to follow heart failure.',
    ],
  },
  {
    terms: ['psa'],
    codes: ['NPU08669', '2857-1'],
    name: ['PSA (prostata)', 'PSA (prostata)', 'PSA (prostate)'],
    text: [
      'Et stoff fra prostata. Høyt kan ha mange grunner, og betyr ikke alltid kreft.',
      'Eit stoff frå prostata. Høgt kan ha mange grunnar, og betyr ikkje alltid kreft.',
      'A substance from the prostate. High may have many reasons, and does not always mean cancer.',
    ],
  },
  {
    terms: ['albumin'],
    codes: ['NPU19673', '1751-7'],
    name: ['Albumin', 'Albumin', 'Albumin'],
    text: [
      'Det vanligste proteinet i blodet. Lavt kan tyde på for lite mat eller sykdom.',
      'Det vanlegaste proteinet i blodet. Lågt kan tyde på for lite mat eller sjukdom.',
      'The commonest protein in the blood. Low may suggest too little food or illness.',
    ],
  },
  {
    terms: ['blodtrykk'],
    codes: ['85354-9', '8480-6', '8462-4'],
    name: ['Blodtrykk', 'Blodtrykk', 'Blood pressure'],
    text: [
      'To tall: trykket når hjertet slår, og når det hviler. Under 140/90 er målet for mange.',
      'To tal: trykket når hjartet slår, og når det kviler. Under 140/90 er målet for mange.',
      'Two numbers: the pressure when the heart beats, and when it rests. Below 140/90 is the goal for many.',
    ],
  },
  {
    terms: ['spo₂', 'spo2', 'oksygenmetning', 'surstoffmetning'],
    codes: ['2708-6', '59408-5'],
    name: ['Surstoff i blodet (SpO₂)', 'Surstoff i blodet (SpO₂)', 'Oxygen in the blood (SpO₂)'],
    text: [
      'Hvor mye surstoff blodet frakter, målt på fingeren. Over 95 % er vanlig for friske.',
      'Kor mykje surstoff blodet fraktar, målt på fingeren. Over 95 % er vanleg for friske.',
      'How much oxygen the blood carries, measured on the finger. Above 95 % is usual in the healthy.',
    ],
  },
  {
    terms: ['puls', 'hjertefrekvens'],
    codes: ['8867-4'],
    name: ['Puls', 'Puls', 'Pulse'],
    text: [
      'Hvor mange ganger hjertet slår i minuttet.',
      'Kor mange gonger hjartet slår i minuttet.',
      'How many times the heart beats in a minute.',
    ],
  },
  {
    terms: ['respirasjonsfrekvens', 'pustefrekvens'],
    codes: ['9279-1'],
    name: ['Pust i minuttet', 'Pust i minuttet', 'Breaths a minute'],
    text: [
      'Hvor mange ganger du puster i minuttet. 12–20 er vanlig i ro.',
      'Kor mange gonger du pustar i minuttet. 12–20 er vanleg i ro.',
      'How many times you breathe in a minute. 12–20 is usual at rest.',
    ],
  },
  {
    terms: ['news2', 'news'],
    name: ['NEWS2', 'NEWS2', 'NEWS2'],
    text: [
      'Poeng for puls, pust, blodtrykk, temperatur, surstoff og våkenhet. Jo flere poeng, jo raskere skal noen se til deg.',
      'Poeng for puls, pust, blodtrykk, temperatur, surstoff og vakenheit. Jo fleire poeng, jo raskare skal nokon sjå til deg.',
      'Points for pulse, breath, blood pressure, temperature, oxygen and alertness. The more points, the sooner somebody shall see to you.',
    ],
  },
  {
    terms: ['sppb'],
    codes: ['718386001'],
    name: ['SPPB', 'SPPB', 'SPPB'],
    text: [
      'En test av balanse, gange og å reise seg. 12 poeng er best.',
      'Ein test av balanse, gange og å reise seg. 12 poeng er best.',
      'A test of balance, walking and rising. 12 points is best.',
    ],
  },
];
