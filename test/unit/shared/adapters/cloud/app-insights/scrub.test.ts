import { describe, expect, it } from 'vitest';
import { harmlessError } from '../../../../../../shared/adapters/cloud/app-insights/harmless-error.js';
import {
  scrub,
  scrubbedProperties,
} from '../../../../../../shared/adapters/cloud/app-insights/scrub.js';
import { AppError } from '../../../../../../shared/domain/errors.js';

describe('A sentence', () => {
  it.each([
    ['nothing is known of the user "ann \\"a\\" b"', 'nothing is known of the user "…"'],
    ["no table 'users' here", 'no table "…" here'],
    ['expected a number, got 12 Main Street', 'expected a number, got …'],
    ['https://shop.example/?q=shoes could not be fetched', '<address> could not be fetched'],
    ['connect ECONNREFUSED 10.0.0.7:8080', 'connect ECONNREFUSED <address>'],
    ['connect to 2001:db8::ff00:42:8329 failed', 'connect to <address> failed'],
    ['mail ann@example.com about it', 'mail <address> about it'],
    ['token eyJhbGciOiJIUzI1NiIsInR5cCI6 is over', 'token … is over'],
    ['card 4111111111111111', 'card …'],
    ['the inference server gives no answer within 3000 ms', undefined],
    ['tastemaker-jobs does not answer: ServiceTimeout', undefined],
  ])('keeps its words and loses its values: %s', (text, left) => {
    expect(scrub(text)).toBe(left ?? text);
  });

  it('of any length becomes a short one', () => {
    expect(scrub('long '.repeat(100_000)).length).toBe(500);
  });
});

it('properties that the house makes stay, and others lose their values', () => {
  expect(
    scrubbedProperties({ route: 'items/{id}', reason: 'no "mug"', untold: 3, isFinished: true }),
  ).toEqual({ route: 'items/{id}', reason: 'no "…"', untold: '3', isFinished: 'true' });
  expect(scrubbedProperties()).toEqual({});
});

describe('An error', () => {
  it('of what was sent to us loses its message', () => {
    const { exception } = harmlessError(new AppError('invalid', 'no field colour of ann'));
    expect(exception.message).toBe('invalid');
    expect(exception.stack).not.toContain('ann');
    expect(exception.stack).toContain('scrub.test.ts');
  });

  it('of ourselves keeps it, and its causes keep their names and codes', () => {
    const cause = Object.assign(new Error('connect to ann'), { code: 'ECONNRESET' });
    const middle = new TypeError('fetch of ann failed', { cause });
    const error = new AppError('unavailable', 'the provider does not answer', { cause: middle });
    const { exception, causes } = harmlessError(error);
    expect(exception.message).toBe('the provider does not answer');
    expect(causes).toBe('TypeError < Error ECONNRESET');
    expect(exception.stack).not.toContain('ann');
  });

  it('that makes its message look like frames, or is none, tells nothing by it', () => {
    const spoofed = new Error('x\n    at ann (ann.ts:1:1)');
    expect(harmlessError(spoofed).exception.stack).not.toContain('ann');
    expect(harmlessError(spoofed).exception.message).toBe('Error');
    const odd = new Error('y');
    odd.name = 'ann smith';
    expect(harmlessError(odd).exception.name).toBe('Error');
    expect(harmlessError('ann').exception.message).toBe('string');
    expect(harmlessError(undefined).causes).toBe('');
  });

  it('whose causes go in a circle ends', () => {
    const error = new Error('a');
    error.cause = error;
    expect(harmlessError(error).causes.split(' < ')).toHaveLength(5);
  });
});
