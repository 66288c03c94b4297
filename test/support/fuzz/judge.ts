import { errorCodes, isErrorCode } from '../../../src/errors/codes.ts';
import { problemMediaType } from '../../../src/errors/problem.ts';
import type { Answer } from './exchange.ts';

/** What a server may say to rubbish. @throws where an answer is neither a success nor a refusal with a known code */
export function judge({ status, headers, body }: Answer, options: { readonly pages: boolean }): void {
  const said = `${status} ${JSON.stringify(headers)} ${body.slice(0, 500)}`;
  if (status >= 500) throw new Error(`the server says that the fault is its own: ${said}`);
  if (status < 400) return;
  const type = headers['content-type'] ?? '';
  // Browsers are shown a page that says it in words.
  if (options.pages && type.startsWith('text/html')) return;
  if (!type.startsWith(problemMediaType)) throw new Error(`a refusal without a problem document: ${said}`);
  if (body === '') return; // to a HEAD request
  const problem = JSON.parse(body) as { code?: unknown; status?: unknown; type?: unknown };
  if (!isErrorCode(problem.code)) throw new Error(`a refusal without a known code: ${said}`);
  if (problem.status !== status || errorCodes[problem.code].status !== status)
    throw new Error(`a refusal whose statuses differ: ${said}`);
  if (problem.type !== `urn:naviterm:error:${problem.code}`) throw new Error(`a refusal of another type: ${said}`);
}
