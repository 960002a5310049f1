import { InvalidArgumentError } from 'commander';

/** A word of the command line as a whole number from 1 on; anything else is a usage error that names the option. */
export const wholeNumber = (word: string): number => {
  const number = Number(word);
  if (!/^\d+$/.test(word) || number < 1 || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('Give a whole number from 1 on.');
  return number;
};
