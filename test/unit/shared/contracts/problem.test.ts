import { expect, test } from 'vitest';
import { problemKinds, problemSchema, toProblem } from '../../../../shared/contracts/problem.js';
import { AppError, type ErrorCode } from '../../../../shared/domain/errors.js';

const codes = Object.keys(problemKinds).filter((code): code is ErrorCode => code !== 'internal');

test.each(codes)('%s has the shape and the status of RFC 9457', (code) => {
  const { problem } = toProblem(new AppError(code, 'because'), '/api/x');
  expect(problemSchema.parse(problem)).toEqual(problem);
  expect(problem).toMatchObject({ detail: 'because', instance: '/api/x' });
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(600);
});

test('what is not ours to name says nothing of itself', () => {
  const { problem } = toProblem('a thrown text', '/api/x');
  expect(problem).toMatchObject({ status: 500, type: 'urn:tastemaker:problem:internal' });
  expect(JSON.stringify(problem)).not.toContain('a thrown text');
});
