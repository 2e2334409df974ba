/** What is wrong with a file, by the key of its words. */
export type FileFault = 'document-malware' | 'document-active' | 'document-other-content' | 'document-empty';

/**
 * Whether a file is what it says, and may be kept: it is read as bytes, and never run. What cannot be read (a PDF's packed
 * parts) is not vouched for; no viewer of ours runs anything in it either.
 * @param type media type without parameters, in small letters
 * @param content the bytes, each as a character (as `atob` gives them)
 */
export function faultOf(type: string, content: string): FileFault | undefined {
  if (content === '') return 'document-empty';
  if (isProgram(content) || content.includes(TEST_VIRUS)) return 'document-malware';
  if (begins[type]?.(content) === false) return 'document-other-content';
  if (type === 'application/pdf' && isActivePdf(content)) return 'document-active';
  if (isXml(type) && /<!ENTITY/i.test(content.slice(0, 100_000))) return 'document-active';
  return undefined;
}

/** By how a file begins: Windows, Linux and macOS programs, scripts, Java, and packed files, in which anything may be. */
function isProgram(content: string): boolean {
  if (/^MZ[\s\S]{0,200}(This program|PE\0\0)/.test(content.slice(0, 512))) return true;
  return programs.some((one) => content.startsWith(one));
}

const programs = [
  '\x7fELF',
  '#!',
  '\xca\xfe\xba\xbe',
  '\xcf\xfa\xed\xfe',
  '\xfe\xed\xfa',
  'PK\x03\x04',
  'Rar!',
  '7z\xbc',
];

/** The file that is made for trying virus checks, in two parts so that this file is not taken for it. @source eicar.org */
const TEST_VIRUS = ['EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE'].join('-');

type Begins = (content: string) => boolean;

const withText =
  (...texts: string[]): Begins =>
  (content) =>
    texts.some((one) => content.startsWith(one));
/** Text has no NUL. */
const isText: Begins = (content) => !content.includes('\0');
const isMarkup: Begins = (content) => /^(\xef\xbb\xbf)?\s*</.test(content.slice(0, 1_000)) && isText(content);

/** How files of each kind begin. */
const begins: Readonly<Record<string, Begins>> = {
  'application/pdf': (content) => content.slice(0, 1_024).includes('%PDF-'),
  'image/png': withText('\x89PNG\r\n\x1a\n'),
  'image/jpeg': withText('\xff\xd8\xff'),
  'image/gif': withText('GIF8'),
  'image/webp': (content) => content.startsWith('RIFF') && content.slice(8, 12) === 'WEBP',
  'image/tiff': withText('II*\0', 'MM\0*'),
  'application/dicom': (content) => content.slice(128, 132) === 'DICM',
  'application/rtf': withText('{\\rtf'),
  'text/rtf': withText('{\\rtf'),
  'text/plain': isText,
  'text/html': isText,
  'application/xhtml+xml': isMarkup,
  'application/xml': isMarkup,
  'text/xml': isMarkup,
  'application/hl7-cda+xml': isMarkup,
};

const isXml = (type: string): boolean => /xml$/.test(type);

/**
 * Whether a PDF says outright that it runs scripts, starts programs, sends what is filled in, or carries other files. Names
 * may be written in numbers (`#4a`). @source ISO 32000-1, 7.3.5, 12.6.4
 */
function isActivePdf(content: string): boolean {
  const said = content
    .replace(/stream\r?\n[\s\S]*?endstream/g, '')
    .replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA)(?![A-Za-z0-9])/.test(said);
}
