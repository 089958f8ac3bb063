import { expect, it } from 'vitest';
import { PleinAirError, StoreFullError } from '../../src/core/errors.ts';
import { fromSentError, toSentError } from '../../src/core/sent-error.ts';

it('carries an error for people between threads as it was', () => {
  const error = fromSentError(structuredClone(toSentError(new PleinAirError('storage', 'It is full.', 'Delete one.'))));
  expect(error).toBeInstanceOf(PleinAirError);
  expect(error).toMatchObject({ kind: 'storage', message: 'It is full.', remedy: 'Delete one.' });
});

it('keeps a full store apart from what else goes wrong with stored data', () => {
  const sent = (error: Error) => fromSentError(structuredClone(toSentError(error)));
  const full = sent(new StoreFullError('It is full.', 'Delete one.'));
  expect(full).toBeInstanceOf(StoreFullError);
  expect(full).toMatchObject({ kind: 'storage', message: 'It is full.', remedy: 'Delete one.' });
  expect(sent(new PleinAirError('storage', 'It is gone.', 'Add it.'))).not.toBeInstanceOf(StoreFullError);
});

it('carries a fault of the program as an error that is none for people', () => {
  const error = fromSentError(structuredClone(toSentError(new TypeError('x is not a function'))));
  expect(error).not.toBeInstanceOf(PleinAirError);
  expect(error.message).toBe('TypeError: x is not a function');
  expect(fromSentError(toSentError('odd')).message).toBe('odd');
});
