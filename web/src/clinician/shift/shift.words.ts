import type { Words } from '../../shared/i18n/words.ts';

export const shiftWords = {
  'shift.title': ['Vaktrapport', 'Vaktrapport', 'Shift report'],
  'shift.open': ['Skriv vaktrapport', 'Skriv vaktrapport', 'Write the shift report'],
  'shift.lead': [
    'Skriv det som er nytt. Ctrl Enter signerer og går til neste.',
    'Skriv det som er nytt. Ctrl Enter signerer og går til neste.',
    'Write what is new. Ctrl Enter signs and goes to the next.',
  ],
  'shift.report': ['Rapport om {{name}}', 'Rapport om {{name}}', 'Report on {{name}}'],
  'shift.report.example': ['Rapport', 'Rapport', 'Report'],
  'shift.measured': ['Målinger av {{name}}', 'Målingar av {{name}}', 'Measurements of {{name}}'],
  'shift.measured.example': [
    'bt 120/80 puls 72 temp 37,0',
    'bt 120/80 puls 72 temp 37,0',
    'bt 120/80 puls 72 temp 37.0',
  ],
  'shift.unread': ['Forstår ikke: {{text}}', 'Forstår ikkje: {{text}}', 'Not understood: {{text}}'],
  'shift.sign': ['Signer', 'Signer', 'Sign'],
  'shift.signOf': ['Signer rapporten om {{name}}', 'Signer rapporten om {{name}}', 'Sign the report on {{name}}'],
  'shift.signed': ['Signert {{when}}', 'Signert {{when}}', 'Signed {{when}}'],
  'shift.saved': ['Lagret som utkast', 'Lagra som utkast', 'Saved as a draft'],
  'shift.count': ['{{done}} av {{all}} signert', '{{done}} av {{all}} signert', '{{done}} of {{all}} signed'],
  'shift.what': ['avdelingen', 'avdelinga', 'the ward'],
  'shift.none': ['Ingen er innlagt her nå.', 'Ingen er innlagde her no.', 'Nobody is on the ward now.'],
} satisfies Words;
