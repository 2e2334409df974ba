import { problem } from '../../fhir/issue.ts';
import { bytesToText, type Parsed, parseJson } from '../../fhir/json/index.ts';
import { xmlToJson } from '../../fhir/xml/index.ts';
import type { FhirRequest } from './message.ts';

export type Format = 'json' | 'xml';

const JSON_TYPES = new Set(['application/fhir+json', 'application/json', 'text/json', 'json', 'application/json+fhir']);
const XML_TYPES = new Set(['application/fhir+xml', 'application/xml', 'text/xml', 'xml', 'application/xml+fhir']);

/**
 * The format of the answer: `_format`, else the best of `Accept`, else JSON.
 * @throws Problem not-acceptable
 * @source FHIR R4 http.html#mime-type
 */
export function answerFormat(formatParameter: string | undefined, accept: string | undefined): Format {
  if (formatParameter !== undefined && formatParameter !== '') {
    const format = formatOf(mediaType(formatParameter.replaceAll(' ', '+')));
    if (format === undefined) throw unacceptable();
    return format;
  }
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/fhir+json') return 'json';
  const ranges = accept
    .split(',')
    .filter((range) => !isOfOtherVersion(range))
    .map((range) => ({ type: mediaType(range), q: Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1) }))
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { type } of ranges) {
    const format = formatOf(type);
    if (format !== undefined) return format;
    if (type === '*/*' || type === 'application/*' || type === 'text/html' || type === 'text/*') return 'json';
  }
  throw unacceptable();
}

function unacceptable() {
  return problem('not-acceptable', 'format-unknown', {
    diagnostics: 'Ask for application/fhir+json or application/fhir+xml.',
  });
}

/**
 * FHIR is UTF-8, and this is R4.
 * @throws Problem media-type for a body that says it is in another encoding or of another version
 * @source FHIR R4 http.html#mime-type, http.html#version-parameter
 */
export function refuseForeignBody(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw problem('media-type', 'charset', { diagnostics: 'Send the body in UTF-8.' });
  }
  if (isOfOtherVersion(contentType)) {
    throw problem('media-type', 'fhir-version', { diagnostics: 'This is FHIR R4: fhirVersion=4.0.' });
  }
}

function isOfOtherVersion(mime: string): boolean {
  const version = /;\s*fhirVersion\s*=\s*"?([^";,\s]+)/i.exec(mime)?.[1];
  return version !== undefined && !/^4\.0(\.\d+)?$/.test(version);
}

export function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

export function formatOf(type: string): Format | undefined {
  if (JSON_TYPES.has(type)) return 'json';
  return XML_TYPES.has(type) ? 'xml' : undefined;
}

/**
 * The request's resource.
 * @throws Problem invalid when there is none or it cannot be parsed; media-type when it is neither JSON nor XML.
 */
export function parsedBody(request: FhirRequest): Parsed {
  const { body } = request;
  if (body.kind === 'parsed') return body.parsed;
  if (body.kind === 'none' || body.bytes.length === 0) {
    throw problem('invalid', 'body-missing', {
      diagnostics: 'The request needs a resource as its body.',
      code: 'required',
    });
  }
  const format = formatOf(body.mediaType);
  if (format === undefined) {
    throw problem('media-type', 'format-unknown', {
      diagnostics: 'Send application/fhir+json or application/fhir+xml.',
    });
  }
  const source = bytesToText(body.bytes);
  return format === 'json' ? parseJson(source) : xmlToJson(source);
}

export type Preference = {
  return: 'minimal' | 'representation' | 'OperationOutcome' | undefined;
  handling: 'strict' | 'lenient';
};

/** @source RFC 7240; FHIR R4 http.html#ops and search.html#errors */
export function preference(header: string | undefined): Preference {
  const answer = /\breturn\s*=\s*"?(minimal|representation|OperationOutcome)"?/i.exec(header ?? '')?.[1];
  const handling = /\bhandling\s*=\s*"?(strict|lenient)"?/i.exec(header ?? '')?.[1];
  const returns = answer?.toLowerCase();
  return {
    return: returns === 'operationoutcome' ? 'OperationOutcome' : (returns as 'minimal' | 'representation' | undefined),
    handling: handling?.toLowerCase() === 'strict' ? 'strict' : 'lenient',
  };
}

/** The version an entity tag names. @throws Problem invalid */
export function versionOfTag(tag: string | undefined): number | undefined {
  if (tag === undefined) return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(tag.trim())?.[1];
  if (version === undefined) {
    throw problem('invalid', 'if-match-malformed', { diagnostics: 'If-Match must be a version such as W/"3".' });
  }
  return Number(version);
}
