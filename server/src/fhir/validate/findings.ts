import type { Issue } from '../issue.ts';
import type { Decimals } from '../json/index.ts';
import type { JsonObject } from '../resource.ts';

/** More issues than this help nobody, and a hostile body could hold millions. */
const maxIssues = 100;

/**
 * Collects what a validation finds. Checks report paths relative to the object they look at (`.given[1]`); whoever
 * called them puts its own step in front afterwards, and only when something was found. So a valid resource never
 * costs a path.
 */
export class Findings {
  /** Found so far, also those beyond the limit of what is kept. Callers compare it before and after. */
  count = 0;
  issues: Issue[] = [];
  /** The resource under validation, `%resource`: a contained one while inside it. */
  resource: JsonObject = {};
  /** The resource whose `contained` a `#id` points into, `%rootResource`. */
  root: JsonObject = {};
  /** The contained resources of `root` by id, once a reference has asked for one; and those that were asked for. */
  contained: Map<string, JsonObject> | undefined;
  readonly used = new Set<string>();
  /** Tells an integer written `1.0` from one written `1`, where the text is known. */
  decimals: Decimals | undefined;

  /** Whether anything found makes the resource invalid. */
  hasErrors = false;

  add(severity: Issue['severity'], code: string, key: string, expression: string, diagnostics: string): void {
    this.count++;
    if (severity === 'error') this.hasErrors = true;
    if (this.issues.length < maxIssues) this.issues.push({ severity, code, key, diagnostics, expression });
  }

  error(code: string, key: string, path: string, diagnostics: string): void {
    this.add('error', code, key, path, diagnostics);
  }

  /** Puts a step in front of the paths of all that was found since the count was `from`. */
  prefix(from: number, step: string): void {
    const { issues } = this;
    for (let i = Math.min(from, issues.length); i < issues.length; i++) {
      const issue = issues[i] as Issue;
      issue.expression = step + (issue.expression ?? '');
    }
  }

  /** For another root. */
  forgetContained(): void {
    if (this.contained === undefined) return;
    this.contained = undefined;
    this.used.clear();
  }

  /** Hands the issues over and is ready for the next resource. */
  take(): Issue[] {
    const { issues } = this;
    this.count = 0;
    this.hasErrors = false;
    if (issues.length > 0) this.issues = [];
    this.resource = nothing;
    this.root = nothing;
    this.forgetContained();
    this.decimals = undefined;
    return issues.length > 0 ? issues : [];
  }
}

const nothing: JsonObject = {};
