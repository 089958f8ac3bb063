/**
 * A function that keeps what it gave last, and gives that again for the same arguments (by identity): of several screens that ask the same,
 * one works it out, and what follows from it need not be made anew.
 */
export function remembered<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | null = null;
  return (...args) => {
    if (last?.args.every((arg, i) => Object.is(arg, args[i]))) return last.result;
    const result = work(...args);
    last = { args, result };
    return result;
  };
}
