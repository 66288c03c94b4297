import { CodedError } from './coded-error.ts';

/**
 * Runs `work`; a coded error out of it names the place, most often a file, where it was found, and says what a person can
 * do about it.
 */
export async function namingPlace<T>(place: string, work: () => T | Promise<T>, remedy?: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause;
    const { code, detail = '', retryAfter, info } = cause;
    throw new CodedError(code, {
      detail: `${detail.includes(place) ? detail : `${place}: ${detail}`}${remedy === undefined ? '' : `; ${remedy}`}`,
      cause,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(info === undefined ? {} : { info }),
    });
  }
}
