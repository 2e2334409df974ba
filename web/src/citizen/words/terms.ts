import type { Explained } from './entry.ts';

/** Words of notes and letters. */
export const terms: readonly Explained[] = [
  {
    terms: ['epikrise', 'epikrisen'],
    name: ['Epikrise', 'Epikrise', 'Discharge letter'],
    text: [
      'Brevet sykehuset skriver når du er ferdig der: hva som feilte deg, hva som ble gjort, og hva som skal skje videre.',
      'Brevet sjukehuset skriv når du er ferdig der: kva som feilte deg, kva som vart gjort, og kva som skal skje vidare.',
      'The letter that the hospital writes when you are done there: what was wrong, what was done, and what shall happen next.',
    ],
  },
  {
    terms: ['anamnese', 'sykehistorie', 'sjukehistorie'],
    name: ['Sykehistorie (anamnese)', 'Sjukehistorie (anamnese)', 'History'],
    text: [
      'Det du selv har fortalt om plagene, og om hva du har hatt før.',
      'Det du sjølv har fortalt om plagene, og om kva du har hatt før.',
      'What you have told of your complaints, and of what you had before.',
    ],
  },
  {
    terms: ['ødem', 'ødemer', 'ankelødem', 'ankelødemer', 'ødema'],
    name: ['Hevelse av vann (ødem)', 'Hevelse av vatn (ødem)', 'Swelling by water (oedema)'],
    text: [
      'Vann som har samlet seg i kroppen, oftest i beina.',
      'Vatn som har samla seg i kroppen, oftast i beina.',
      'Water that has gathered in the body, mostly in the legs.',
    ],
  },
  {
    terms: ['dyspné', 'dyspne', 'tungpust', 'tungpusten'],
    name: ['Tung pust', 'Tung pust', 'Shortness of breath'],
    text: [
      'Å måtte anstrenge seg for å puste.',
      'Å måtte anstrengje seg for å puste.',
      'To have to make an effort to breathe.',
    ],
  },
  {
    terms: ['anafylaksi', 'anafylaktisk'],
    name: [
      'Kraftig allergisk reaksjon (anafylaksi)',
      'Kraftig allergisk reaksjon (anafylaksi)',
      'Severe allergic reaction (anaphylaxis)',
    ],
    text: [
      'En allergisk reaksjon i hele kroppen som kan være livsfarlig: elveblest, hevelse, tung pust. Ring 113.',
      'Ein allergisk reaksjon i heile kroppen som kan vere livsfarleg: elveblest, hevelse, tung pust. Ring 113.',
      'An allergic reaction of the whole body that may threaten life: hives, swelling, heavy breath. Call 113.',
    ],
  },
  {
    terms: ['samstemt', 'samstemming', 'legemiddelsamstemming'],
    name: ['Samstemt medisinliste', 'Samstemt medisinliste', 'Reconciled medicine list'],
    text: [
      'Noen har gått gjennom alle medisinene dine, fra alle som har skrevet dem ut, og laget én riktig liste.',
      'Nokon har gått gjennom alle medisinane dine, frå alle som har skrive dei ut, og laga éi rett liste.',
      'Somebody has gone through all your medicines, from all who prescribed them, and made one right list.',
    ],
  },
  {
    terms: ['seponere', 'seponert', 'seponeres'],
    name: ['Stoppet (seponert)', 'Stoppa (seponert)', 'Stopped'],
    text: ['Medisinen er avsluttet.', 'Medisinen er avslutta.', 'The medicine is ended.'],
  },
  {
    terms: ['dosett', 'dispenser', 'medisindispenser', 'multidose'],
    name: ['Dosett og dispenser', 'Dosett og dispensar', 'Pill organiser'],
    text: [
      'En eske eller maskin der medisinene er lagt opp til hver dag.',
      'Ei øskje eller maskin der medisinane er lagde opp til kvar dag.',
      'A box or machine in which the medicines are laid out for each day.',
    ],
  },
  {
    terms: ['henvisning', 'henvist', 'tilvising'],
    name: ['Henvisning', 'Tilvising', 'Referral'],
    text: [
      'Et brev fra én behandler til en annen om at du trenger undersøkelse eller behandling der.',
      'Eit brev frå éin behandlar til ein annan om at du treng undersøking eller behandling der.',
      'A letter from one who treats you to another, that you need examination or treatment there.',
    ],
  },
  {
    terms: ['vedtak', 'vedtaket'],
    name: ['Vedtak', 'Vedtak', 'Formal decision'],
    text: [
      'Det kommunen har bestemt at du får eller ikke får. Du kan klage innen fire uker.',
      'Det kommunen har bestemt at du får eller ikkje får. Du kan klage innan fire veker.',
      'What the municipality has decided that you get or do not get. You may appeal within four weeks.',
    ],
  },
  {
    terms: ['individuell plan'],
    name: ['Individuell plan', 'Individuell plan', 'Individual plan'],
    text: [
      'Din egen plan når flere hjelper deg over tid. Du har rett til den, og til en koordinator.',
      'Din eigen plan når fleire hjelper deg over tid. Du har rett til han, og til ein koordinator.',
      'Your own plan when several help you over time. You have a right to it, and to a coordinator.',
    ],
  },
  {
    terms: ['koordinator'],
    name: ['Koordinator', 'Koordinator', 'Coordinator'],
    text: [
      'Den som passer på at alle rundt deg drar i samme retning.',
      'Den som passar på at alle rundt deg dreg i same retning.',
      'The one who sees to that all around you pull the same way.',
    ],
  },
  {
    terms: ['forhåndssamtale'],
    name: ['Forhåndssamtale', 'Førehandssamtale', 'Advance care talk'],
    text: [
      'En samtale om hva som er viktig for deg hvis du blir alvorlig syk.',
      'Ein samtale om kva som er viktig for deg om du blir alvorleg sjuk.',
      'A talk about what matters to you if you fall seriously ill.',
    ],
  },
  {
    terms: ['hlr', 'hlr minus', 'hjerte-lungeredning'],
    name: ['Hjerte-lungeredning (HLR)', 'Hjarte-lungeredning (HLR)', 'Resuscitation (CPR)'],
    text: [
      'Å få hjertet i gang igjen hvis det stopper. «HLR minus» betyr at det er avklart at det ikke skal gjøres.',
      'Å få hjartet i gang igjen om det stoppar. «HLR minus» betyr at det er avklart at det ikkje skal gjerast.',
      'To start the heart again if it stops. “HLR minus” means it is settled that this shall not be done.',
    ],
  },
  {
    terms: ['poliklinisk', 'poliklinikk'],
    name: ['Poliklinikk', 'Poliklinikk', 'Outpatient clinic'],
    text: [
      'Time på sykehuset uten å bli lagt inn.',
      'Time på sjukehuset utan å bli lagd inn.',
      'An appointment at the hospital without being admitted.',
    ],
  },
  {
    terms: ['ekg'],
    name: ['EKG', 'EKG', 'ECG'],
    text: [
      'Måling av hjertets elektriske signaler med lapper på huden. Det gjør ikke vondt.',
      'Måling av dei elektriske signala i hjartet med lappar på huda. Det gjer ikkje vondt.',
      'A measurement of the electric signals of the heart by patches on the skin. It does not hurt.',
    ],
  },
  {
    terms: ['ekko', 'ekkokardiografi', 'ultralyd'],
    name: ['Ultralyd (ekko)', 'Ultralyd (ekko)', 'Ultrasound'],
    text: [
      'Bilder laget med lyd du ikke hører. «Ekko» er ultralyd av hjertet.',
      'Bilete laga med lyd du ikkje høyrer. «Ekko» er ultralyd av hjartet.',
      'Images made by sound that you cannot hear. “Ekko” is ultrasound of the heart.',
    ],
  },
  {
    terms: ['ef', 'ejeksjonsfraksjon'],
    name: ['EF', 'EF', 'EF'],
    text: [
      'Hvor stor del av blodet hjertet pumper ut i hvert slag. Over 50 % er vanlig.',
      'Kor stor del av blodet hjartet pumpar ut i kvart slag. Over 50 % er vanleg.',
      'How much of its blood the heart pumps out in each beat. Above 50 % is usual.',
    ],
  },
  {
    terms: ['mr', 'ct', 'røntgen'],
    name: ['Røntgen, CT og MR', 'Røntgen, CT og MR', 'X-ray, CT and MRI'],
    text: [
      'Bilder av innsiden av kroppen. Røntgen og CT bruker stråler, MR bruker magneter.',
      'Bilete av innsida av kroppen. Røntgen og CT bruker stråler, MR bruker magnetar.',
      'Images of the inside of the body. X-ray and CT use rays, MRI uses magnets.',
    ],
  },
  {
    terms: ['orthostatisme', 'ortostatisk', 'ortostatisme'],
    name: ['Blodtrykksfall når du reiser deg', 'Blodtrykksfall når du reiser deg', 'Drop of blood pressure on rising'],
    text: [
      'Blodtrykket synker når du reiser deg, så du blir svimmel. Reis deg sakte.',
      'Blodtrykket søkk når du reiser deg, så du blir svimmel. Reis deg sakte.',
      'The blood pressure falls when you rise, so you get dizzy. Rise slowly.',
    ],
  },
  {
    terms: ['mmse', 'mmse-nr'],
    name: ['MMSE', 'MMSE', 'MMSE'],
    text: [
      'En test av hukommelse og tenkning. 30 poeng er best.',
      'Ein test av hukommelse og tenking. 30 poeng er best.',
      'A test of memory and thought. 30 points is best.',
    ],
  },
  {
    terms: ['føling', 'hypoglykemi'],
    name: ['Lavt blodsukker (føling)', 'Lågt blodsukker (føling)', 'Low blood sugar'],
    text: [
      'Skjelving, svette, sult eller forvirring fordi blodsukkeret er for lavt. Ta noe søtt.',
      'Skjelving, sveitte, svolt eller forvirring fordi blodsukkeret er for lågt. Ta noko søtt.',
      'Trembling, sweat, hunger or confusion because the blood sugar is too low. Take something sweet.',
    ],
  },
  {
    terms: ['øyebunnsfoto', 'augebotnfoto'],
    name: ['Øyebunnsfoto', 'Augebotnfoto', 'Eye background photo'],
    text: [
      'Bilde av bakerst i øyet, for å se om diabetes har skadet blodårene der.',
      'Bilete av bakarst i auget, for å sjå om diabetes har skadd blodårene der.',
      'A picture of the back of the eye, to see whether diabetes has harmed its vessels.',
    ],
  },
  {
    terms: ['monofilament'],
    name: ['Monofilament', 'Monofilament', 'Monofilament'],
    text: [
      'En tynn tråd som trykkes mot foten for å prøve følelsen.',
      'Ein tynn tråd som blir trykt mot foten for å prøve kjensla.',
      'A thin thread pressed against the foot to test the feeling.',
    ],
  },
  {
    terms: ['mrsa'],
    name: ['MRSA', 'MRSA', 'MRSA'],
    text: [
      'Gule stafylokokker som få antibiotika virker på. Friske merker dem sjelden, men sykehus tar forholdsregler.',
      'Gule stafylokokkar som få antibiotika verkar på. Friske merkar dei sjeldan, men sjukehus tek forholdsreglar.',
      'Staphylococci on which few antibiotics work. The healthy seldom notice, but hospitals take precautions.',
    ],
  },
  {
    terms: ['pacemaker'],
    name: ['Pacemaker', 'Pacemaker', 'Pacemaker'],
    text: [
      'En liten maskin under huden som holder hjerterytmen i gang. Si fra før MR.',
      'Ei lita maskin under huda som held hjarterytmen i gang. Sei frå før MR.',
      'A small machine under the skin that keeps the heart in rhythm. Tell before an MRI.',
    ],
  },
  {
    terms: ['tørrvekt', 'tørrvekta'],
    name: ['Tørrvekt', 'Tørrvekt', 'Dry weight'],
    text: [
      'Vekten din når kroppen ikke har samlet vann. Går vekten opp fort, si fra.',
      'Vekta di når kroppen ikkje har samla vatn. Går vekta opp fort, sei frå.',
      'Your weight when the body has gathered no water. If it rises fast, tell.',
    ],
  },
  {
    terms: ['akutt'],
    name: ['Akutt', 'Akutt', 'Acute'],
    text: [
      'Noe som kommer brått. Det betyr ikke alltid at det er farlig.',
      'Noko som kjem brått. Det betyr ikkje alltid at det er farleg.',
      'Something that comes suddenly. It does not always mean that it is dangerous.',
    ],
  },
  {
    terms: ['kronisk'],
    name: ['Kronisk', 'Kronisk', 'Chronic'],
    text: [
      'Noe som varer lenge, ofte resten av livet.',
      'Noko som varer lenge, ofte resten av livet.',
      'Something that lasts long, often for life.',
    ],
  },
  {
    terms: ['benign', 'benignt', 'godartet'],
    name: ['Godartet (benign)', 'Godarta (benign)', 'Benign'],
    text: ['Ikke kreft.', 'Ikkje kreft.', 'Not cancer.'],
  },
];
